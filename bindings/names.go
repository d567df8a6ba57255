package bindings

import (
	"nlua/rtnl"
	"nlua/rtnl/codec"
)

// nameOf is what people call a number: by the row's Enum, or by the names of tables, protocols, scopes and their kin.
func (s *Space) nameOf(row *codec.Row, n uint64) string {
	if name := row.Enum.NameOf(n); name != "" {
		return name
	}
	return rtnl.HintName(s.db, row.Hint, n)
}
