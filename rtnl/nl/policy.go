package nl

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// Policy is what the kernel would have accepted for the attribute it refused;
// include/uapi/linux/netlink.h enum netlink_policy_type_attr. A nil limit was not told.
type Policy struct {
	Type           uint32 // enum netlink_attribute_type; TypeName names it
	MinS, MaxS     *int64
	MinU, MaxU     *uint64
	MinLen, MaxLen *uint32 // bytes
	Mask           *uint64 // the bits that may be set
	BitfieldMask   *uint32
}

// policyTypes names enum netlink_attribute_type.
var policyTypes = [...]string{
	"invalid", "flag", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "binary", "string",
	"nul_string", "nested", "nested_array", "bitfield32", "sint", "uint",
}

// TypeName is the type in words: "u16", "nul_string", ...; "" for one that is not known.
func (p *Policy) TypeName() string {
	if int(p.Type) < len(policyTypes) {
		return policyTypes[p.Type]
	}
	return ""
}

func (p *Policy) String() string {
	var parts []string
	if name := p.TypeName(); name != "" {
		parts = append(parts, name)
	}
	limit := func(what string, low, high any) {
		if low != nil {
			parts = append(parts, fmt.Sprintf("%sfrom %d", what, low))
		}
		if high != nil {
			parts = append(parts, fmt.Sprintf("%sup to %d", what, high))
		}
	}
	limit("", deref(p.MinS), deref(p.MaxS))
	limit("", deref(p.MinU), deref(p.MaxU))
	limit("length ", deref(p.MinLen), deref(p.MaxLen))
	if p.Mask != nil {
		parts = append(parts, fmt.Sprintf("bits of %#x", *p.Mask))
	}
	if p.BitfieldMask != nil {
		parts = append(parts, fmt.Sprintf("bits of %#x", *p.BitfieldMask))
	}
	return strings.Join(parts, ", ")
}

func deref[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// parsePolicy reads NLMSGERR_ATTR_POLICY's nest.
func parsePolicy(b []byte) *Policy {
	p := &Policy{}
	eachAttr(b, func(typ uint16, data []byte) {
		switch typ {
		case 1: // NL_POLICY_TYPE_ATTR_TYPE
			if v := u32(data); v != nil {
				p.Type = *v
			}
		case 2: // ..._MIN_VALUE_S
			p.MinS = s64(data)
		case 3: // ..._MAX_VALUE_S
			p.MaxS = s64(data)
		case 4: // ..._MIN_VALUE_U
			p.MinU = u64(data)
		case 5: // ..._MAX_VALUE_U
			p.MaxU = u64(data)
		case 6: // ..._MIN_LENGTH
			p.MinLen = u32(data)
		case 7: // ..._MAX_LENGTH
			p.MaxLen = u32(data)
		case 10: // ..._BITFIELD32_MASK
			p.BitfieldMask = u32(data)
		case 12: // ..._MASK
			p.Mask = u64(data)
		}
	})
	return p
}

func u32(data []byte) *uint32 {
	if len(data) != 4 {
		return nil
	}
	v := binary.NativeEndian.Uint32(data)
	return &v
}

func u64(data []byte) *uint64 {
	if len(data) != 8 {
		return nil
	}
	v := binary.NativeEndian.Uint64(data)
	return &v
}

func s64(data []byte) *int64 {
	if len(data) != 8 {
		return nil
	}
	v := int64(binary.NativeEndian.Uint64(data))
	return &v
}
