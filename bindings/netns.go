package bindings

import (
	"nlua/rtnl/netns"
)

// makeNetNS finds the namespace of a name or path, and makes it where flags say so.
func (s *Space) makeNetNS(name string, flags int, dirs []string) (netns.Ref, bool, error) {
	return netns.Resolve(name, flags, dirs...)
}
