package request

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
)

// NamesOf lists the names that a hint's database has.
func NamesOf(h codec.Hint, db *names.DB) []string {
	kind, ok := names.Of(h)
	if !ok {
		return nil
	}
	var list []string
	for _, e := range db.All(kind) {
		list = append(list, e.Name)
	}
	return list
}

// text gives the number of a text by the row's hint.
func (b *builder) text(row *codec.Row, text string) (uint64, bool, error) {
	switch row.Hint {
	case codec.Index:
		return b.index(text)
	case codec.NetNS:
		if _, err := whole(text); err == nil {
			return 0, false, nil
		}
		fd, err := b.res.NetNS(text)
		if err != nil {
			return 0, false, b.because(err)
		}
		b.files = append(b.files, fd)
		return uint64(fd), true, nil
	case codec.Handle:
		if n, ok := b.res.Names().ID(names.Class, text); ok {
			return uint64(n), true, nil
		}
	}
	if kind, ok := names.Of(row.Hint); ok {
		if n, ok := b.res.Names().ID(kind, text); ok {
			return uint64(n), true, nil
		}
		if _, err := whole(text); err == nil {
			return 0, false, nil
		}
		return 0, false, b.because(noName(fmt.Sprintf("%q is no %s%s", text, kind, Suggest(text, NamesOf(row.Hint, b.res.Names())))))
	}
	if row.Hint == codec.Rate {
		n, err := b.rate(text)
		if err != nil {
			err = &codec.Error{Msg: err.Error()}
		}
		return n, err == nil, err
	}
	if row.Kind == codec.UintBE && row.Size == 4 {
		if a, err := netip.ParseAddr(text); err == nil && a.Is4() { // keys of tunnels
			return uint64(binary.BigEndian.Uint32(a.AsSlice())), true, nil
		}
	}
	v, err := inUnit(row.Hint, text)
	if err != nil {
		return 0, false, &codec.Error{Msg: err.Error()}
	}
	switch n := v.(type) {
	case uint64:
		return n, true, nil
	case int64:
		return uint64(n), true, nil
	}
	if row.Enum != nil && !row.Enum.Flags {
		if _, err := whole(text); err != nil {
			if near := Nearest(text, row.Enum.Names()); near != "" {
				return 0, false, &codec.Error{Msg: fmt.Sprintf("%q is not known: did you mean %q?", text, near)}
			}
		}
	}
	return 0, false, nil
}

// index finds a link by name; digits that are no link's name are an index.
func (b *builder) index(name string) (uint64, bool, error) {
	i, err := b.res.LinkIndex(name)
	if err == nil {
		return uint64(i), true, nil
	}
	if n, bad := whole(name); bad == nil && n >= 0 {
		return uint64(n), true, nil
	}
	return 0, false, b.because(fmt.Errorf("link %q: %w", name, err))
}

// because remembers the reason of an error, and wraps it as codec's, which gets the path on its way out.
func (b *builder) because(err error) error {
	b.cause = err
	return &codec.Error{Msg: err.Error()}
}

// number reads a value at once by a row, for hooks that have to know.
func (b *builder) number(row *codec.Row, v any) (uint64, error) {
	r := *row
	r.Name = b.word
	set := codec.Set{Name: b.word, Rows: []codec.Row{r}}
	if r.Size == 0 {
		r.Size = 4
	}
	body, err := b.enc.Encode(&set, nil, codec.Table{{Name: b.word, Value: v}})
	if err != nil {
		return 0, err
	}
	view := codec.ViewOf(&set, body, nil)
	p, _ := view.Find(r.Type)
	n, ok := set.Rows[0].Uint(p)
	if !ok {
		return 0, &codec.Error{Msg: "want a number"}
	}
	return n, nil
}

// hinted reads the number of a hint that has no row at hand: a name, a text with a unit, a number.
func (b *builder) hinted(h codec.Hint, v any) (uint64, error) {
	return b.number(&codec.Row{Kind: codec.Uint, Size: 4, Hint: h}, v)
}
