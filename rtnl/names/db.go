package names

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"nlua/rtnl/codec"
)

// Kind is a sort of names: one file of the databases, or a list that is fixed.
type Kind uint8

// The kinds, by the name of their file, if they have one.
const (
	Table     Kind = iota // rt_tables: u32
	Proto                 // rt_protos: u8, rtm_protocol
	Scope                 // rt_scopes: u8, rtm_scope
	Realm                 // rt_realms: what RTA_FLOW and FRA_FLOW hold: "to", or "from/to" with from in the upper 16 bits
	DSField               // rt_dsfield: u8, the whole TOS byte
	Group                 // group: u32, IFLA_GROUP
	AddrProto             // rt_addrprotos: u8, IFA_PROTO
	Class                 // tc_cls: u32, a handle "1:10"
	EtherType             // ETH_P_*: u16, in host order; in any case
	IPProto               // IPPROTO_*: 9 bits; in any case
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
		l.entries = slices.Clip(files[k].builtin)
		for _, path := range find(db.dirs, files[k].name) {
			l.entries = readFile(l.entries, path, &files[k])
		}
	})
	return l.entries
}

// ID returns the number of a name. Digits, decimal or with 0x, are their own number where they fit the kind; a class is also "maj:min".
func (db *DB) ID(k Kind, name string) (uint32, bool) {
	if from, to, both := strings.Cut(name, "/"); both && k == Realm {
		f, okf := db.ID(k, from)
		t, okt := db.ID(k, to)
		return f<<16 | t, okf && okt
	}
	all := db.All(k)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Name == name || files[k].fold && strings.EqualFold(all[i].Name, name) {
			return all[i].ID, true
		}
	}
	return files[k].number(name)
}

// Name returns the name of a number, "" if it has none; of a realm that has none, its digits.
func (db *DB) Name(k Kind, id uint32) string {
	if from := id >> 16; from != 0 && k == Realm {
		return db.Name(k, from) + "/" + db.Name(k, id&0xffff)
	}
	all := db.All(k)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].ID == id {
			return all[i].Name
		}
	}
	if k == Realm {
		return strconv.Itoa(int(id))
	}
	return ""
}

// Of is the kind of names that a hint stands for.
func Of(h codec.Hint) (Kind, bool) {
	for k := range kinds {
		if files[k].hint == h && h != codec.NoHint {
			return k, true
		}
	}
	return 0, false
}

// String is what errors call a name of the kind.
func (k Kind) String() string { return files[k].what }
