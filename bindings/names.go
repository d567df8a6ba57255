package bindings

import (
	"nlua/rtnl/codec"
	"nlua/rtnl/gate"
)

// nameOf is what people call a number: by the row's Enum, or by the names of tables, protocols, scopes and their kin.
func (s *Space) nameOf(row *codec.Row, n uint64) string {
	if name := row.Enum.NameOf(n); name != "" {
		return name
	}
	return gate.HintName(s.db, row.Hint, n)
}
