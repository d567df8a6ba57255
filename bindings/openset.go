package bindings

import (
	"iter"
	"slices"
	"weak"
)

// openSet are the objects that a script has and did not close. Those that it lost hold on of are the collector's, with their
// descriptors; see rtnl.Client.
type openSet struct {
	list []weak.Pointer[object]
	full int // so long is the list when it is looked through for those that are gone
}

func (s *openSet) add(o *object) {
	if len(s.list) >= s.full {
		s.list = slices.DeleteFunc(s.list, func(p weak.Pointer[object]) bool { return p.Value() == nil || p.Value().closed })
		s.full = max(64, 2*len(s.list))
	}
	s.list = append(s.list, weak.Make(o))
}

func (s *openSet) all() iter.Seq[*object] {
	return func(yield func(*object) bool) {
		for _, p := range s.list {
			if o := p.Value(); o != nil && !o.closed && !yield(o) {
				return
			}
		}
	}
}
