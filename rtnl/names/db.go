package names

import (
	"strconv"
	"strings"
	"sync"
)

// Kind is a sort of names: one file of the databases.
type Kind uint8

// The kinds, by the name of their file.
const (
	Table     Kind = iota // rt_tables: u32
	Proto                 // rt_protos: u8, rtm_protocol
	Scope                 // rt_scopes: u8, rtm_scope
	Realm                 // rt_realms: u16
	DSField               // rt_dsfield: u8, the whole TOS byte
	Group                 // group: u32, IFLA_GROUP
	AddrProto             // rt_addrprotos: u8, IFA_PROTO
	Class                 // tc_cls: u32, a handle "1:10"
	kinds                 // how many there are
)

// Entry is a name and its number.
type Entry struct {
	ID   uint32
	Name string
}

// DB answers questions about names. The zero value knows the built-in names only.
type DB struct {
	dirs  []string
	lists [kinds]list
}

// list is what is known of one kind: read once, never changed afterwards.
type list struct {
	once    sync.Once
	entries []Entry // the built-in ones first, then as read: later ones win
}

// Load returns a DB over directories, the most important first; without any, over those where iproute2 looks.
// Nothing is read yet, and a directory or file that is missing or unreadable is as an empty one.
func Load(dirs ...string) *DB {
	if len(dirs) == 0 {
		dirs = []string{"/etc/iproute2", "/usr/share/iproute2", "/usr/lib/iproute2"}
	}
	return &DB{dirs: dirs}
}

// All returns the names of a kind, built-in ones first, for completion and nearest names. The slice is shared: do not write to it.
func (db *DB) All(k Kind) []Entry {
	l := &db.lists[k]
	l.once.Do(func() {
		l.entries = append(l.entries, files[k].builtin...)
		for _, path := range find(db.dirs, files[k].name) {
			l.entries = readFile(l.entries, path, &files[k])
		}
	})
	return l.entries
}

// ID returns the number of a name. Digits, decimal or with 0x, are their own number where they fit the kind; a class is also "maj:min".
func (db *DB) ID(k Kind, name string) (uint32, bool) {
	all := db.All(k)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Name == name {
			return all[i].ID, true
		}
	}
	return files[k].number(name)
}

// Name returns the name of a number, "" if it has none.
func (db *DB) Name(k Kind, id uint32) string {
	all := db.All(k)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].ID == id {
			return all[i].Name
		}
	}
	return ""
}

// Table returns the number of a routing table.
func (db *DB) Table(name string) (uint32, bool) { return db.ID(Table, name) }

// TableName returns the name of a routing table, "" if it has none.
func (db *DB) TableName(id uint32) string { return db.Name(Table, id) }

// Proto returns the number of a routing protocol.
func (db *DB) Proto(name string) (uint32, bool) { return db.ID(Proto, name) }

// ProtoName returns the name of a routing protocol, "" if it has none.
func (db *DB) ProtoName(id uint32) string { return db.Name(Proto, id) }

// Scope returns the number of a scope; "universe" and "global" are the same.
func (db *DB) Scope(name string) (uint32, bool) { return db.ID(Scope, name) }

// ScopeName returns the name of a scope, "" if it has none.
func (db *DB) ScopeName(id uint32) string { return db.Name(Scope, id) }

// DSField returns a TOS byte by its name.
func (db *DB) DSField(name string) (uint32, bool) { return db.ID(DSField, name) }

// DSFieldName returns the name of a TOS byte, "" if it has none.
func (db *DB) DSFieldName(id uint32) string { return db.Name(DSField, id) }

// Group returns the number of a link group.
func (db *DB) Group(name string) (uint32, bool) { return db.ID(Group, name) }

// GroupName returns the name of a link group, "" if it has none.
func (db *DB) GroupName(id uint32) string { return db.Name(Group, id) }

// AddrProto returns the number of an address's protocol.
func (db *DB) AddrProto(name string) (uint32, bool) { return db.ID(AddrProto, name) }

// AddrProtoName returns the name of an address's protocol, "" if it has none.
func (db *DB) AddrProtoName(id uint32) string { return db.Name(AddrProto, id) }

// Class returns the handle of a tc class, by name or as "maj:min".
func (db *DB) Class(name string) (uint32, bool) { return db.ID(Class, name) }

// Realm returns what RTA_FLOW and FRA_FLOW hold: "to", or "from/to" with from in the upper 16 bits.
func (db *DB) Realm(name string) (uint32, bool) {
	from, to, both := strings.Cut(name, "/")
	if !both {
		return db.ID(Realm, name)
	}
	f, okf := db.ID(Realm, from)
	t, okt := db.ID(Realm, to)
	return f<<16 | t, okf && okt
}

// RealmName is the way back: a name or number for each half, "from/to" when there is a from.
func (db *DB) RealmName(flow uint32) string {
	half := func(id uint32) string {
		if s := db.Name(Realm, id); s != "" {
			return s
		}
		return strconv.Itoa(int(id))
	}
	if from := flow >> 16; from != 0 {
		return half(from) + "/" + half(flow&0xffff)
	}
	return half(flow)
}
