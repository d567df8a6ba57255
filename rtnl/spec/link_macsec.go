package spec

import "nlua/rtnl/codec"

// macsecAttrs: include/uapi/linux/if_link.h IFLA_MACSEC_*. The SCI is the address and the port, in network order.
var macsecAttrs = codec.Set{Name: "macsec", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "macsec_sci", C: "IFLA_MACSEC_SCI", Kind: codec.UintBE, Size: 8, Hint: codec.Hex},
	{Type: 2, Name: "macsec_port", C: "IFLA_MACSEC_PORT", Kind: codec.UintBE, Size: 2},
	{Type: 3, Name: "macsec_icv_len", C: "IFLA_MACSEC_ICV_LEN", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "macsec_cipher_suite", C: "IFLA_MACSEC_CIPHER_SUITE", Kind: codec.Uint, Size: 8, Hint: codec.Hex, Enum: &macsecCipherEnum},
	{Type: 5, Name: "macsec_window", C: "IFLA_MACSEC_WINDOW", Kind: codec.Uint, Size: 4},
	{Type: 6, Name: "macsec_encoding_sa", C: "IFLA_MACSEC_ENCODING_SA", Kind: codec.Uint, Size: 1},
	{Type: 7, Name: "macsec_encrypt", C: "IFLA_MACSEC_ENCRYPT", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 8, Name: "macsec_protect", C: "IFLA_MACSEC_PROTECT", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 9, Name: "macsec_inc_sci", C: "IFLA_MACSEC_INC_SCI", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 10, Name: "macsec_es", C: "IFLA_MACSEC_ES", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 11, Name: "macsec_scb", C: "IFLA_MACSEC_SCB", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 12, Name: "macsec_replay_protect", C: "IFLA_MACSEC_REPLAY_PROTECT", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 13, Name: "macsec_validation", C: "IFLA_MACSEC_VALIDATION", Kind: codec.Uint, Size: 1, Enum: &macsecValidationEnum},
	{Type: 14, Name: "macsec_pad", C: "IFLA_MACSEC_PAD"},
	{Type: 15, Name: "macsec_offload", C: "IFLA_MACSEC_OFFLOAD", Kind: codec.Uint, Size: 1, Enum: &macsecOffloadEnum},
}}

// macsecValidationEnum: include/uapi/linux/if_link.h enum macsec_validation_type.
var macsecValidationEnum = codec.Enum{Name: "macsec_validation", Items: []codec.Item{
	{Value: 0, Name: "disabled"},
	{Value: 1, Name: "check"},
	{Value: 2, Name: "strict"},
}}

// macsecOffloadEnum: include/uapi/linux/if_link.h enum macsec_offload.
var macsecOffloadEnum = codec.Enum{Name: "macsec_offload", Items: []codec.Item{
	{Value: 0, Name: "off"},
	{Value: 1, Name: "phy"},
	{Value: 2, Name: "mac"},
}}

// macsecCipherEnum: include/uapi/linux/if_macsec.h MACSEC_CIPHER_ID_*.
var macsecCipherEnum = codec.Enum{Name: "macsec_cipher_suite", Items: []codec.Item{
	{Value: 0x0080020001000001, Name: "default"},
	{Value: 0x0080C20001000001, Name: "gcm-aes-128"},
	{Value: 0x0080C20001000002, Name: "gcm-aes-256"},
	{Value: 0x0080C20001000003, Name: "gcm-aes-xpn-128"},
	{Value: 0x0080C20001000004, Name: "gcm-aes-xpn-256"},
}}
