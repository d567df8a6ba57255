package spec

import "nlua/rtnl/codec"

// Sets returns every set of the generated tables, and those that their rows lead to: what tests and fuzzers run over.
func Sets() []*codec.Set {
	var all []*codec.Set
	seen := map[*codec.Set]bool{}
	var add func(set *codec.Set)
	addRow := func(row *codec.Row) {
		for r := row; r != nil; r = r.Elem {
			add(r.Set)
			if r.Sub == nil {
				continue
			}
			for c := range r.Sub.All() {
				add(c.Set)
			}
		}
	}
	add = func(set *codec.Set) {
		if set == nil || seen[set] {
			return
		}
		seen[set] = true
		all = append(all, set)
		for i := range set.Rows {
			addRow(&set.Rows[i])
		}
		if set.Fixed != nil {
			for i := range set.Fixed.Fields {
				addRow(&set.Fixed.Fields[i].Row)
			}
		}
	}
	for _, list := range [][]*codec.Set{linkSets, addrSets, routeSets, ruleSets, neighSets, tcSets} {
		for _, set := range list {
			add(set)
		}
	}
	for i := range Messages {
		add(Messages[i].Set)
		add(Messages[i].Request)
	}
	return all
}
