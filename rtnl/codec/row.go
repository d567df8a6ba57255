package codec

import (
	"iter"
	"strconv"
	"strings"
)

// Kind says what the payload of an attribute, or a field of a structure, means.
type Kind uint8

// The kinds. Integers have the width of their payload: a row's Kind is what the kernel writes, Size what a field has.
const (
	Bytes   Kind = iota // raw bytes: what is not known better
	Flag                // no payload: present is true
	Uint                // unsigned, machine order, 1, 2, 4 or 8 bytes (Row.Size when written)
	Int                 // signed, likewise
	UintBE              // unsigned, network order
	String              // text, written with a closing NUL; read up to the first one
	Text                // text without a closing NUL (ALT_IFNAME is String; few are Text)
	MAC                 // hardware address: "aa:bb:.." of any length
	IP                  // IPv4 or IPv6 by length: 4 or 16 bytes
	LLAddr              // by length as pyroute2: 4 and 16 bytes are IP text, others as MAC
	Addr                // IP, or under an AF_MPLS message a label stack; like IP under AF_MCTP an endpoint id of one byte
	Labels              // MPLS label stack: list of {label, tc, bos, ttl}
	Via                 // struct rtvia: u16 family, then an address: {family, addr}
	Nest                // attributes of Row.Set, behind Row.Set.Fixed if that is there; a plain C structure is a Set of Fixed alone
	Array               // nest whose attribute types are a running index from Row.First; every payload is as Row.Elem says
	Packed              // payload is Row.Elem after Row.Elem, of Row.Elem's fixed size, no heads
	Records             // structures that begin with their own u16 length, each followed by attributes: RTA_MULTIPATH
	ByName              // Nest by the rows of one of Row.Sub's sets, chosen by a sibling
	Bits32              // struct nla_bitfield32: {value, selector}
	SRH                 // struct ipv6_sr_hdr: {segs, flags, tag, hmac, ..}, Row.Size 4: behind an int mode of Row.Enum
	RPL                 // struct ipv6_rpl_sr_hdr: {segs, ..}
)

// Row is one attribute. The small fields stand together: there are thousands of rows.
type Row struct {
	Type  uint16 // number, without NLA_F_NESTED and NLA_F_NET_BYTEORDER
	Kind  Kind
	Size  uint8   // bytes of an integer (1, 2, 4, 8), or of a fixed Bytes, MAC or String; 0: as it comes
	Multi bool    // may stand several times in one nest: a list
	Net   bool    // NLA_F_NET_BYTEORDER is set when written
	Plain bool    // NLA_F_NESTED is not set when written although it is a nest (what old code of the kernel expects)
	Told  bool    // the kernel tells it, and ignores or refuses it in a request
	Bare  bool    // told as a number, but asked for as a flag: there or not
	First uint8   // Array: the first index, mostly 1
	Plus  uint8   // Uint: the value is the number on the wire and this (weights are sent less one)
	Hint  Hint    // how a person reads the number
	False FalseIs // what a script's false means here
	Name  string  // what scripts say: "perm_address"
	C     string  // what the header says: "IFLA_PERM_ADDRESS"
	Spec  string  // what the kernel's specification says, where that is neither of them with "-" for "_"
	Enum  *Enum   // names of the number, or of its bits
	Set   *Set    // Nest, Records
	Elem  *Row    // Array, Packed: the element
	Sub   *Sub    // ByName
	Doc   string  // one sentence in our words, with the unit; may be empty
}

// Hint is how a number is shown and accepted beside plain digits.
type Hint uint8

// The hints. A plain number is always accepted, and always what a script reads.
const (
	NoHint     Hint = iota
	Hex             // masks, handles
	Index           // an interface index: accepts a name or a message
	NetNS           // a namespace: accepts name, path
	Bool            // 0 or 1: accepts booleans
	Handle          // tc handle "maj:min"
	Rate            // bytes per second: "10mbit"
	Size            // bytes: "1k"
	Seconds         // s: "1s"
	Millis          // ms
	Micros          // us
	Nanos           // ns
	Ticks           // psched ticks, given as time
	CentiSec        // USER_HZ: 1/100 s
	RouteTable      // routing table: name
	Proto           // routing protocol: name
	Scope           // route scope: name
	Realm           // realm: name
	DSField         // TOS: name
	Group           // link group: name
	Ether           // ethernet protocol: name
	IPProto         // IP protocol: name
	Percent         // fraction of 2^32: "1%"
	AddrProto       // protocol of an address: name
	AsLink          // a hardware address with zeros behind it: as long as the link's own
)

// FalseIs says what a script's false means for a row.
type FalseIs uint8

// What false may mean: wrong use, the number 0, no reference (0), an empty string.
const (
	FalseWrong FalseIs = iota
	FalseZero
	FalseNone
	FalseEmpty
)

// Enum names numbers (or bits, with Flags: then an Item's value is the mask).
type Enum struct {
	Name  string
	Flags bool
	Text  bool // a script reads the name, not the number, as in pyroute2: operstate, macvlan_mode
	Items []Item
}

// Item is a named number. Name is lower case, as scripts write it, but where the field reads upper case (operstate "UP").
type Item struct {
	Value uint64
	Name  string
}

// NameOf returns the name of v, "" if it has none.
func (e *Enum) NameOf(v uint64) string {
	if e != nil {
		for i := range e.Items {
			if e.Items[i].Value == v {
				return e.Items[i].Name
			}
		}
	}
	return ""
}

// ValueOf returns the number of a name, in any case, with "-" as "_".
func (e *Enum) ValueOf(name string) (uint64, bool) {
	if e != nil {
		for i := range e.Items {
			if sameName(e.Items[i].Name, name) {
				return e.Items[i].Value, true
			}
		}
	}
	return 0, false
}

// Names are the names of all numbers, in order.
func (e *Enum) Names() []string {
	names := make([]string, len(e.Items))
	for i := range e.Items {
		names[i] = e.Items[i].Name
	}
	return names
}

// List is the first names as a text, with "..." where there are more.
func (e *Enum) List(most int) string {
	names := e.Names()
	if len(names) > most {
		names = append(names[:most], "...")
	}
	return strings.Join(names, ", ")
}

// Set is the rows of one nest, or of one message.
type Set struct {
	Name   string // "link", "linkinfo", "vlan": how errors and pages call it
	Prefix string // the common prefix of its C names, as pyroute2 strips it: "IFLA_"
	Fixed  *Struct
	Rows   []Row // by ascending Type, each type once
	Strung bool  // of a Multi row: the kernel tells several in one nest, one behind the other; each begins with the same attribute
}

// Struct is a C structure of a fixed size.
type Struct struct {
	Name   string // "ifinfomsg"
	Size   int
	Open   bool // what stands behind Size bytes is the last field's, whose Size is 0: an array without bounds
	Fields []Field
	Tail   string // field that counts the bytes between structure and attributes; the last field, of Size 0, is these bytes
}

// Field is a member of a structure. Its Row has no Type; Row.Size is its length in bytes.
type Field struct {
	Off         uint16
	Shift, Bits uint8 // a bit field: so many bits of the integer, above so many others; Bits 0: all of it
	Mirrored    bool  // it is a bit field of C: on a big-endian machine so many others stand above it
	Row
}

// lowest is where a bit field's bits begin.
func (f *Field) lowest(bigEndian bool) uint8 {
	if f.Mirrored && bigEndian {
		return 8*f.Size - f.Shift - f.Bits
	}
	return f.Shift
}

// Sub chooses a set by the value of an attribute or field that stands beside the row, or in a nest around it.
type Sub struct {
	Selector string // Lua name of the sibling: "kind", "encap_type", "family"
	Cases    []Case
	More     *[]Case // rows of hand-written files: they come before the generated ones
}

// Case is one choice of a Sub. Value is the sibling's text, or for a number its name in the sibling's Enum, or its digits.
type Case struct {
	Value string
	Set   *Set
	Row   *Row // instead of Set: a payload that is no nest (a structure is a Set of Fixed alone)
	Len   int  // only for payloads of so many bytes: two things go by one name; 0: any; -1: of attributes of Set alone
}

// All are the choices, the generated ones first.
func (s *Sub) All() iter.Seq[*Case] {
	return func(yield func(*Case) bool) {
		for i := range s.Cases {
			if !yield(&s.Cases[i]) {
				return
			}
		}
		if s.More != nil {
			for i := range *s.More {
				if !yield(&(*s.More)[i]) {
					return
				}
			}
		}
	}
}

// Case returns the choice for a value, nil if there is none.
func (s *Sub) Case(value string) *Case { return s.first(value, nil) }

// first returns the first choice for a value that fits; fits nil: the first.
func (s *Sub) first(value string, fits func(c *Case) bool) *Case {
	if s.More != nil {
		for i := range *s.More {
			if c := &(*s.More)[i]; c.Value == value && (fits == nil || c.Len == 0 || fits(c)) {
				return c
			}
		}
	}
	for i := range s.Cases {
		if c := &s.Cases[i]; c.Value == value && (fits == nil || c.Len == 0 || fits(c)) {
			return c
		}
	}
	return nil
}

// Row returns the row of an attribute's number, nil if the set has none.
func (s *Set) Row(typ uint16) *Row {
	rows := s.Rows
	// Most sets are dense from 1 or 0: look there first.
	if i := int(typ); i < len(rows) && rows[i].Type == typ {
		return &rows[i]
	}
	if i := int(typ) - 1; i >= 0 && i < len(rows) && rows[i].Type == typ {
		return &rows[i]
	}
	lo, hi := 0, len(rows)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if rows[mid].Type < typ {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(rows) && rows[lo].Type == typ {
		return &rows[lo]
	}
	return nil
}

// Named returns the row that answers to a name: the Lua name, the C name, or the specification's. The Lua name wins.
func (s *Set) Named(name string) *Row {
	for i := range s.Rows {
		if s.Rows[i].Name == name {
			return &s.Rows[i]
		}
	}
	if s.Field(name) != nil { // a field's own name comes before an attribute's second one
		return nil
	}
	short, full := strings.CutPrefix(name, s.Prefix)
	for i := range s.Rows {
		r := &s.Rows[i]
		switch {
		case r.C == name, // also pyroute2's own "IFLA_IPIP_LOCAL", where the kernel says IFLA_IPTUN_LOCAL
			full && sameName(short, r.Name), r.Spec != "" && sameName(r.Spec, name), sameName(r.C[min(len(s.Prefix), len(r.C)):], name):
			return r
		}
	}
	return nil
}

// Number names an attribute that has no row: "IFLA_73", or "#73" in sets without a common prefix.
func (s *Set) Number(typ uint16) string {
	if s.Prefix == "" {
		return "#" + strconv.Itoa(int(typ))
	}
	return s.Prefix + strconv.Itoa(int(typ))
}

// Unknown reads such a name. "#73" is understood in every set, also for an attribute that has a row: its bytes as they are.
func (s *Set) Unknown(name string) (typ uint16, ok bool) {
	digits, raw := strings.CutPrefix(name, "#")
	if !raw {
		if digits, ok = strings.CutPrefix(name, s.Prefix); !ok || s.Prefix == "" {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(digits, 10, 14)
	return uint16(n), err == nil && (raw || s.Row(uint16(n)) == nil)
}

// Field returns the field of the fixed structure with that name, or that C name or name in the specification; nil if there is none.
func (s *Set) Field(name string) *Field {
	if s.Fixed == nil {
		return nil
	}
	for i := range s.Fixed.Fields {
		if s.Fixed.Fields[i].Name == name {
			return &s.Fixed.Fields[i]
		}
	}
	for i := range s.Fixed.Fields {
		if f := &s.Fixed.Fields[i]; name != "" && (f.Spec == name || f.C == name) {
			return f
		}
	}
	return nil
}

// sameName compares names without case and with "-" as "_".
func sameName(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	return strings.EqualFold(a, b) || strings.EqualFold(strings.ReplaceAll(a, "-", "_"), strings.ReplaceAll(b, "-", "_"))
}
