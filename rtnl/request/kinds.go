package request

import (
	"fmt"
	"slices"
	"strings"

	"nlua/rtnl/codec"
)

// kindData puts a keyword that is a row of the kind's data. exact: only by its own name or the C name, which comes before rows of
// the message; else by the kernel specification's shorter name too ("mode"). In a filter without a kind any kind's name will do.
func (b *builder) kindData(word string, v any, exact bool) (bool, error) {
	if b.obj.Kinds == nil {
		return false, nil
	}
	kind, slave := b.kind, strings.HasSuffix(b.kind, slaveSuffix)
	var set *codec.Set
	if kind != "" {
		c := b.obj.kindCase(kind)
		if c == nil || c.Set == nil {
			return false, nil
		}
		set = c.Set
	} else if exact {
		return false, nil
	} else if kind, slave, set = b.obj.kindWith(word); set == nil {
		return false, nil
	} else if !b.filtering {
		return false, &Error{Request: b.name(), Msg: fmt.Sprintf("%q belongs to a kind: give kind = %q too", word, kind)}
	}
	row := b.obj.rowOfKind(set, kind, word)
	if row == nil || exact && row.Name != word && row.C != word {
		return false, nil
	}
	path := append(b.obj.Data(b, slave), row.Name)
	if h := b.obj.kindHook(kind, row.Name); h != nil {
		switch {
		case !b.filtering:
			return true, h.Do(b, v, path)
		case h.Making:
			return true, nil // no dump shows it: ensure gives it all the same
		}
	}
	b.attr(v, path...)
	return true, b.takes(row)
}

// kindHook finds what a kind's row means more than itself, nil if it does not.
func (o *Object) kindHook(kind, name string) *KindHook {
	for i := range o.Hooks {
		if h := &o.Hooks[i]; h.Name == name && slices.Contains(strings.Fields(h.Kinds), kind) {
			return h
		}
	}
	return nil
}

// rowOfKind finds a row by its names, without the prefix of its set ("mode" of macvlan), and with that of the kind where several
// kinds share rows ("ipip_local", "sit_local").
func rowOfKind(set *codec.Set, kind, word string) *codec.Row {
	row := set.Named(word)
	if row == nil {
		row = set.Named(set.Name + "_" + word)
	}
	if rest, ok := strings.CutPrefix(word, kind+"_"); row == nil && ok {
		row = set.Named(rest)
	}
	return row
}

// rowOfKind is that which also knows what hooks call their rows.
func (o *Object) rowOfKind(set *codec.Set, kind, word string) *codec.Row {
	row := rowOfKind(set, kind, word)
	for i := range o.Hooks {
		if h := &o.Hooks[i]; row == nil && h.Also == word && slices.Contains(strings.Fields(h.Kinds), kind) {
			row = set.Named(h.Name)
		}
	}
	return row
}

// kindWith finds a kind whose data has a name.
func (o *Object) kindWith(word string) (kind string, slave bool, set *codec.Set) {
	for _, sub := range []*codec.Sub{o.Kinds, o.SlaveKinds} {
		if sub == nil {
			continue
		}
		for c := range sub.All() {
			if c.Set == nil {
				continue
			}
			if row := c.Set.Named(word); row != nil && (row.Name == word || row.C == word) {
				if sub == o.SlaveKinds {
					return c.Value + slaveSuffix, true, c.Set
				}
				return c.Value, false, c.Set
			}
		}
	}
	return "", false, nil
}
