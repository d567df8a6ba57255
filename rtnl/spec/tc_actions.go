package spec

import "nlua/rtnl/codec"

// structTcGact is struct tc_gact (include/uapi/linux/tc_act/tc_gact.h); many kinds have no more: tc_defact, tc_act_bpf, tc_ct,
// tc_ctinfo, tc_gate, tc_sample, tc_skbedit.
var structTcGact = codec.Set{Name: "tc_gact", Fixed: &codec.Struct{Name: "tc_gact", Size: 20, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
}}}

// structTcGactP is struct tc_gact_p (include/uapi/linux/tc_act/tc_gact.h).
var structTcGactP = codec.Set{Name: "tc_gact_p", Fixed: &codec.Struct{Name: "tc_gact_p", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "ptype", Kind: codec.Uint, Size: 2, Enum: &enumGactType}},
	{Off: 2, Row: codec.Row{Name: "pval", Kind: codec.Uint, Size: 2}},
	{Off: 4, Row: codec.Row{Name: "paction", Kind: codec.Int, Size: 4, Enum: &enumTcAction}},
}}}

// structTcConnmark is struct tc_connmark (include/uapi/linux/tc_act/tc_connmark.h).
var structTcConnmark = codec.Set{Name: "tc_connmark", Fixed: &codec.Struct{Name: "tc_connmark", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "zone", Kind: codec.Uint, Size: 2}},
}}}

// structTcCsum is struct tc_csum (include/uapi/linux/tc_act/tc_csum.h).
var structTcCsum = codec.Set{Name: "tc_csum", Fixed: &codec.Struct{Name: "tc_csum", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "update_flags", Kind: codec.Uint, Size: 4, Enum: &enumCsum}},
}}}

// structTcIfe is struct tc_ife (include/uapi/linux/tc_act/tc_ife.h).
var structTcIfe = codec.Set{Name: "tc_ife", Fixed: &codec.Struct{Name: "tc_ife", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 2, Enum: &enumIfeMode}},
}}}

// structTcMirred is struct tc_mirred (include/uapi/linux/tc_act/tc_mirred.h).
var structTcMirred = codec.Set{Name: "tc_mirred", Fixed: &codec.Struct{Name: "tc_mirred", Size: 28, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "eaction", Kind: codec.Int, Size: 4, Enum: &enumMirred}},
	{Off: 24, Row: codec.Row{Name: "ifindex", Kind: codec.Uint, Size: 4, Hint: codec.Index}},
}}}

// structTcMpls is struct tc_mpls (include/uapi/linux/tc_act/tc_mpls.h).
var structTcMpls = codec.Set{Name: "tc_mpls", Fixed: &codec.Struct{Name: "tc_mpls", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "m_action", Kind: codec.Int, Size: 4, Enum: &enumMplsAction}},
}}}

// structTcNat is struct tc_nat (include/uapi/linux/tc_act/tc_nat.h).
var structTcNat = codec.Set{Name: "tc_nat", Fixed: &codec.Struct{Name: "tc_nat", Size: 36, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "old_addr", Kind: codec.IP, Size: 4}},
	{Off: 24, Row: codec.Row{Name: "new_addr", Kind: codec.IP, Size: 4}},
	{Off: 28, Row: codec.Row{Name: "mask", Kind: codec.IP, Size: 4}},
	{Off: 32, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 4, Enum: &enumNat}},
}}}

// structTcSkbmod is struct tc_skbmod (include/uapi/linux/tc_act/tc_skbmod.h).
var structTcSkbmod = codec.Set{Name: "tc_skbmod", Fixed: &codec.Struct{Name: "tc_skbmod", Size: 32, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 24, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 8, Enum: &enumSkbmod}},
}}}

// structTcTunnelKey is struct tc_tunnel_key (include/uapi/linux/tc_act/tc_tunnel_key.h).
var structTcTunnelKey = codec.Set{Name: "tc_tunnel_key", Fixed: &codec.Struct{Name: "tc_tunnel_key", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "t_action", Kind: codec.Int, Size: 4, Enum: &enumTunnelKey}},
}}}

// structTcVlan is struct tc_vlan (include/uapi/linux/tc_act/tc_vlan.h).
var structTcVlan = codec.Set{Name: "tc_vlan", Fixed: &codec.Struct{Name: "tc_vlan", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "v_action", Kind: codec.Int, Size: 4, Enum: &enumVlanAction}},
}}}

// structTcPeditKey is struct tc_pedit_key (include/uapi/linux/tc_act/tc_pedit.h).
var structTcPeditKey = codec.Set{Name: "tc_pedit_key", Fixed: &codec.Struct{Name: "tc_pedit_key", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "mask", Kind: codec.Uint, Size: 4, Hint: codec.Hex}},
	{Off: 4, Row: codec.Row{Name: "val", Kind: codec.Uint, Size: 4, Hint: codec.Hex}},
	{Off: 8, Row: codec.Row{Name: "off", Kind: codec.Uint, Size: 4}},
	{Off: 12, Row: codec.Row{Name: "at", Kind: codec.Uint, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "offmask", Kind: codec.Uint, Size: 4, Hint: codec.Hex}},
	{Off: 20, Row: codec.Row{Name: "shift", Kind: codec.Uint, Size: 4}},
}}}

// structTcPeditSel is struct tc_pedit_sel (include/uapi/linux/tc_act/tc_pedit.h).
var structTcPeditSel = codec.Set{Name: "tc_pedit_sel", Fixed: &codec.Struct{Name: "tc_pedit_sel", Size: 24, Open: true, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4, Doc: "Number of the action in its kind's table."}},
	{Off: 4, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction, Doc: "What comes after: ok, shot, pipe and their kin."}},
	{Off: 12, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "nkeys", Kind: codec.Uint, Size: 1}},
	{Off: 21, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 1}},
	{Off: 24, Row: codec.Row{Name: "keys", Kind: codec.Packed, Elem: &codec.Row{Kind: codec.Nest, Set: &structTcPeditKey}}},
}}}

// tcPeditKeysEx is the inside of TCA_PEDIT_KEYS_EX.
var tcPeditKeysEx = codec.Set{Name: "tc_pedit_keys_ex", Prefix: "TCA_PEDIT_", Rows: []codec.Row{
	{Type: 6, Name: "key_ex", C: "TCA_PEDIT_KEY_EX", Kind: codec.Nest, Set: &tcPeditKeyEx, Multi: true},
}}

// tcPeditKeyEx is TCA_PEDIT_KEY_EX_*.
var tcPeditKeyEx = codec.Set{Name: "tc_pedit_key_ex", Prefix: "TCA_PEDIT_KEY_EX_", Rows: []codec.Row{
	{Type: 1, Name: "htype", C: "TCA_PEDIT_KEY_EX_HTYPE", Kind: codec.Uint, Size: 2, Enum: &enumPeditHeader},
	{Type: 2, Name: "cmd", C: "TCA_PEDIT_KEY_EX_CMD", Kind: codec.Uint, Size: 2, Enum: &enumPeditCmd},
}}

// tcGateEntries is the inside of TCA_GATE_ENTRY_LIST.
var tcGateEntries = codec.Set{Name: "tc_gate_entries", Prefix: "TCA_GATE_", Rows: []codec.Row{
	{Type: 1, Name: "one_entry", C: "TCA_GATE_ONE_ENTRY", Kind: codec.Nest, Set: &tcGateEntry, Multi: true},
}}

// tcGateEntry is TCA_GATE_ENTRY_*.
var tcGateEntry = codec.Set{Name: "tc_gate_entry", Prefix: "TCA_GATE_ENTRY_", Rows: []codec.Row{
	{Type: 1, Name: "index", C: "TCA_GATE_ENTRY_INDEX", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "gate", C: "TCA_GATE_ENTRY_GATE", Kind: codec.Flag},
	{Type: 3, Name: "interval", C: "TCA_GATE_ENTRY_INTERVAL", Kind: codec.Uint, Size: 4, Hint: codec.Nanos},
	{Type: 4, Name: "ipv", C: "TCA_GATE_ENTRY_IPV", Kind: codec.Int, Size: 4},
	{Type: 5, Name: "max_octets", C: "TCA_GATE_ENTRY_MAX_OCTETS", Kind: codec.Int, Size: 4},
}}

// tcIfeMeta is IFE_META_* (include/uapi/linux/ife.h); an empty one allows what the packet carries.
var tcIfeMeta = codec.Set{Name: "tc_ife_meta", Prefix: "IFE_META_", Rows: []codec.Row{
	{Type: 1, Name: "skbmark", C: "IFE_META_SKBMARK", Kind: codec.Bytes},
	{Type: 2, Name: "hashid", C: "IFE_META_HASHID", Kind: codec.Bytes},
	{Type: 3, Name: "prio", C: "IFE_META_PRIO", Kind: codec.Bytes},
	{Type: 4, Name: "qmap", C: "IFE_META_QMAP", Kind: codec.Bytes},
	{Type: 5, Name: "tcindex", C: "IFE_META_TCINDEX", Kind: codec.Bytes},
}}

// tcTunnelEncOpts is TCA_TUNNEL_KEY_ENC_OPTS_*.
var tcTunnelEncOpts = codec.Set{Name: "tc_tunnel_enc_opts", Prefix: "TCA_TUNNEL_KEY_ENC_OPTS_", Rows: []codec.Row{
	{Type: 1, Name: "geneve", C: "TCA_TUNNEL_KEY_ENC_OPTS_GENEVE", Kind: codec.Nest, Set: &tcTunnelGeneve, Multi: true},
	{Type: 2, Name: "vxlan", C: "TCA_TUNNEL_KEY_ENC_OPTS_VXLAN", Kind: codec.Nest, Set: &tcTunnelVxlan},
	{Type: 3, Name: "erspan", C: "TCA_TUNNEL_KEY_ENC_OPTS_ERSPAN", Kind: codec.Nest, Set: &tcTunnelErspan},
}}

// tcTunnelGeneve is TCA_TUNNEL_KEY_ENC_OPT_GENEVE_*.
var tcTunnelGeneve = codec.Set{Name: "tc_tunnel_geneve", Prefix: "TCA_TUNNEL_KEY_ENC_OPT_GENEVE_", Strung: true, Rows: []codec.Row{
	{Type: 1, Name: "class", C: "TCA_TUNNEL_KEY_ENC_OPT_GENEVE_CLASS", Kind: codec.UintBE, Size: 2, Hint: codec.Hex},
	{Type: 2, Name: "type", C: "TCA_TUNNEL_KEY_ENC_OPT_GENEVE_TYPE", Kind: codec.Uint, Size: 1, Hint: codec.Hex},
	{Type: 3, Name: "data", C: "TCA_TUNNEL_KEY_ENC_OPT_GENEVE_DATA", Kind: codec.Bytes},
}}

// tcTunnelVxlan is TCA_TUNNEL_KEY_ENC_OPT_VXLAN_*.
var tcTunnelVxlan = codec.Set{Name: "tc_tunnel_vxlan", Prefix: "TCA_TUNNEL_KEY_ENC_OPT_VXLAN_", Rows: []codec.Row{
	{Type: 1, Name: "gbp", C: "TCA_TUNNEL_KEY_ENC_OPT_VXLAN_GBP", Kind: codec.Uint, Size: 4},
}}

// tcTunnelErspan is TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_*.
var tcTunnelErspan = codec.Set{Name: "tc_tunnel_erspan", Prefix: "TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_", Rows: []codec.Row{
	{Type: 1, Name: "ver", C: "TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_VER", Kind: codec.Uint, Size: 1},
	{Type: 2, Name: "index", C: "TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_INDEX", Kind: codec.UintBE, Size: 4},
	{Type: 3, Name: "dir", C: "TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_DIR", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "hwid", C: "TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_HWID", Kind: codec.Uint, Size: 1},
}}

var (
	enumGactType    = codec.Enum{Name: "gact_type", Items: []codec.Item{{Value: 0, Name: "none"}, {Value: 1, Name: "netrand"}, {Value: 2, Name: "determ"}}}
	enumCsum        = codec.Enum{Name: "csum", Flags: true, Items: []codec.Item{{Value: 1, Name: "iph"}, {Value: 2, Name: "icmp"}, {Value: 4, Name: "igmp"}, {Value: 8, Name: "tcp"}, {Value: 16, Name: "udp"}, {Value: 32, Name: "udplite"}, {Value: 64, Name: "sctp"}}}
	enumIfeMode     = codec.Enum{Name: "ife_mode", Items: []codec.Item{{Value: 0, Name: "decode"}, {Value: 1, Name: "encode"}}}
	enumMirred      = codec.Enum{Name: "mirred", Items: []codec.Item{{Value: 1, Name: "egress_redirect"}, {Value: 2, Name: "egress_mirror"}, {Value: 3, Name: "ingress_redirect"}, {Value: 4, Name: "ingress_mirror"}}}
	enumMplsAction  = codec.Enum{Name: "mpls_action", Items: []codec.Item{{Value: 1, Name: "pop"}, {Value: 2, Name: "push"}, {Value: 3, Name: "modify"}, {Value: 4, Name: "dec_ttl"}, {Value: 5, Name: "mac_push"}}}
	enumNat         = codec.Enum{Name: "nat", Flags: true, Items: []codec.Item{{Value: 1, Name: "egress"}}}
	enumSkbmod      = codec.Enum{Name: "skbmod", Flags: true, Items: []codec.Item{{Value: 1, Name: "dmac"}, {Value: 2, Name: "smac"}, {Value: 4, Name: "etype"}, {Value: 8, Name: "swapmac"}, {Value: 16, Name: "ecn"}}}
	enumTunnelKey   = codec.Enum{Name: "tunnel_key", Items: []codec.Item{{Value: 1, Name: "set"}, {Value: 2, Name: "unset"}}}
	enumVlanAction  = codec.Enum{Name: "vlan_action", Items: []codec.Item{{Value: 1, Name: "pop"}, {Value: 2, Name: "push"}, {Value: 3, Name: "modify"}, {Value: 4, Name: "pop_eth"}, {Value: 5, Name: "push_eth"}}}
	enumPeditHeader = codec.Enum{Name: "pedit_header", Items: []codec.Item{{Value: 0, Name: "network"}, {Value: 1, Name: "eth"}, {Value: 2, Name: "ip4"}, {Value: 3, Name: "ip6"}, {Value: 4, Name: "tcp"}, {Value: 5, Name: "udp"}}}
	enumPeditCmd    = codec.Enum{Name: "pedit_cmd", Items: []codec.Item{{Value: 0, Name: "set"}, {Value: 1, Name: "add"}}}
	enumCt          = codec.Enum{Name: "ct", Flags: true, Items: []codec.Item{{Value: 1, Name: "commit"}, {Value: 2, Name: "force"}, {Value: 4, Name: "clear"}, {Value: 8, Name: "nat"}, {Value: 16, Name: "nat_src"}, {Value: 32, Name: "nat_dst"}}}
)

// structTcamsg is struct tcamsg (include/uapi/linux/rtnetlink.h), before the attributes of an action message.
var structTcamsg = codec.Struct{Name: "tcamsg", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", Kind: codec.Uint, Size: 1}},
}}

// Action is RTM_NEWACTION, RTM_DELACTION and RTM_GETACTION: TCA_ROOT_* (include/uapi/linux/rtnetlink.h).
var Action = codec.Set{Name: "action", Prefix: "TCA_ROOT_", Fixed: &structTcamsg, Rows: []codec.Row{
	{Type: 1, Name: "tab", C: "TCA_ROOT_TAB", Kind: codec.Array, First: 1, Elem: &codec.Row{Kind: codec.Nest, Set: &actAttrs}, Doc: "The actions, numbered from 1."},
	{Type: 2, Name: "flags", C: "TCA_ROOT_FLAGS", Kind: codec.Bits32, Enum: &enumActDump},
	{Type: 3, Name: "count", C: "TCA_ROOT_COUNT", Kind: codec.Uint, Size: 4, Doc: "Actions in this message."},
	{Type: 4, Name: "time_delta", C: "TCA_ROOT_TIME_DELTA", Kind: codec.Uint, Size: 4, Hint: codec.Millis, Doc: "Only actions used in so many milliseconds."},
	{Type: 5, Name: "ext_warn_msg", C: "TCA_ROOT_EXT_WARN_MSG", Kind: codec.String},
}}

var (
	enumActDump  = codec.Enum{Name: "action_dump", Flags: true, Items: []codec.Item{{Value: 1, Name: "large_dump_on"}, {Value: 2, Name: "terse"}}}
	enumActFlags = codec.Enum{Name: "action_flags", Flags: true, Items: []codec.Item{{Value: 1, Name: "no_percpu"}, {Value: 2, Name: "skip_hw"}, {Value: 4, Name: "skip_sw"}}}
	enumHwStats  = codec.Enum{Name: "hw_stats", Flags: true, Items: []codec.Item{{Value: 1, Name: "immediate"}, {Value: 2, Name: "delayed"}}}
	enumSkbedit  = codec.Enum{Name: "skbedit", Flags: true, Items: []codec.Item{{Value: 1, Name: "priority"}, {Value: 2, Name: "queue_mapping"}, {Value: 4, Name: "mark"}, {Value: 8, Name: "ptype"}, {Value: 16, Name: "mask"}, {Value: 32, Name: "inheritdsfield"}, {Value: 64, Name: "txq_skbhash"}}}
	enumPtype    = codec.Enum{Name: "ptype", Items: []codec.Item{{Value: 0, Name: "host"}, {Value: 1, Name: "broadcast"}, {Value: 2, Name: "multicast"}, {Value: 3, Name: "otherhost"}}}
)
