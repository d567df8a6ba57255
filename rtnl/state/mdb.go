package state

import "nlua/rtnl/codec"

// splitMDB makes a message of each group of a bridge's list: MDBA_MDB (1) holds MDBA_MDB_ENTRY (1) nests, these hold
// MDBA_MDB_ENTRY_INFO (1); include/uapi/linux/if_bridge.h. An announcement has one. Router ports, MDBA_ROUTER, are left out.
func splitMDB(v *codec.View) (list [][]byte) {
	mdb, _ := v.Find(1)
	eachAttr(mdb, func(_ uint16, entry []byte) {
		eachAttr(entry, func(typ uint16, info []byte) {
			inner := codec.AppendAttr(nil, typ|codec.Nested, info)
			inner = codec.AppendAttr(nil, 1|codec.Nested, inner)
			list = append(list, codec.AppendAttr(append([]byte(nil), v.Head...), 1|codec.Nested, inner))
		})
	})
	return list
}
