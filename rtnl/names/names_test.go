package names

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestBuiltin(t *testing.T) {
	db := Load(t.TempDir())
	for _, c := range []struct {
		kind Kind
		name string
		id   uint32
		back string
	}{
		{Table, "main", 254, "main"},
		{Table, "local", 255, "local"},
		{Table, "all", 0, "unspec"},
		{Table, "0x100", 256, ""},
		{Proto, "static", 4, "static"},
		{Proto, "bgp", 186, "bgp"},
		{Scope, "universe", 0, "global"},
		{Scope, "link", 253, "link"},
		{Realm, "cosmos", 0, "cosmos"},
		{DSField, "EF", 0xb8, "EF"},
		{Group, "default", 0, "default"},
		{AddrProto, "kernel_ra", 2, "kernel_ra"},
		{Class, "1:10", 0x10010, ""},
		{Class, "ffff:", 0xffff0000, ""},
	} {
		id, ok := db.ID(c.kind, c.name)
		if !ok || id != c.id {
			t.Errorf("ID(%d, %q) = %d, %v, want %d", c.kind, c.name, id, ok, c.id)
		}
		if got := db.Name(c.kind, c.id); got != c.back {
			t.Errorf("Name(%d, %d) = %q, want %q", c.kind, c.id, got, c.back)
		}
	}
	for kind, name := range map[Kind]string{Table: "nosuch", Proto: "256", Scope: "-1", Group: "4294967296", DSField: "1:2", Realm: "", Class: ":"} {
		if id, ok := db.ID(kind, name); ok {
			t.Errorf("ID(%d, %q) = %d, want none", kind, name, id)
		}
	}
}

func TestFiles(t *testing.T) {
	etc, usr := t.TempDir(), t.TempDir()
	write(t, etc, "rt_tables", "# comment\n\n100 blue\n0x65\tred # hex\n102 green#part\nnonsense\n103\n104 two words\n99999999999 big\n254 haupt\n")
	write(t, usr, "rt_tables", "200 unseen\n")
	write(t, usr, "rt_tables.d/a.conf", "300 hidden\n")
	write(t, usr, "rt_tables.d/b.conf", "301 vendor\n302 both\n")
	write(t, etc, "rt_tables.d/a.conf", "310 own\n303 both\n")
	write(t, etc, "rt_tables.d/README", "311 readme\n")
	write(t, usr, "group", "7 servers\n")
	write(t, usr, "tc_cls", "1:20 voice\n")
	db := Load(etc, usr)
	for name, want := range map[string]uint32{"blue": 100, "red": 101, "green#part": 102, "haupt": 254, "main": 254, "own": 310, "vendor": 301, "both": 303} {
		if id, ok := db.ID(Table, name); !ok || id != want {
			t.Errorf("Table(%q) = %d, %v, want %d", name, id, ok, want)
		}
	}
	for _, name := range []string{"unseen", "hidden", "readme", "big", "two", "nonsense"} {
		if id, ok := db.ID(Table, name); ok {
			t.Errorf("Table(%q) = %d, want none", name, id)
		}
	}
	if got := db.Name(Table, 254); got != "haupt" {
		t.Errorf("Name(Table, 254) = %q: the file's name must win", got)
	}
	if id, ok := db.ID(Group, "servers"); !ok || id != 7 {
		t.Errorf("Group = %d, %v", id, ok)
	}
	if id, ok := db.ID(Class, "voice"); !ok || id != 0x10020 {
		t.Errorf("Class = %#x, %v", id, ok)
	}
}

func TestRealm(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "rt_realms", "1 lan\n2 wan\n")
	db := Load(dir)
	for name, want := range map[string]uint32{"lan": 1, "lan/wan": 1<<16 | 2, "7/wan": 7<<16 | 2} {
		id, ok := db.ID(Realm, name)
		if !ok || id != want || db.Name(Realm, id) != name {
			t.Errorf("Realm(%q) = %#x, %v, back %q", name, id, ok, db.Name(Realm, id))
		}
	}
	if _, ok := db.ID(Realm, "lan/mars"); ok {
		t.Error("unknown half accepted")
	}
}

func TestProtocols(t *testing.T) {
	var db DB // they take no files
	for _, c := range []struct {
		kind Kind
		name string
		id   uint32
		back string
	}{
		{EtherType, "ip", 0x800, "ip"}, {EtherType, "IPv6", 0x86dd, "ipv6"}, {EtherType, "802.1Q", 0x8100, "802.1q"}, {EtherType, "all", 3, "all"},
		{EtherType, "0x88cc", 0x88cc, "lldp"}, {EtherType, "ipv4", 0x800, "ip"}, {IPProto, "tcp", 6, "tcp"}, {IPProto, "icmpv6", 58, "ipv6-icmp"},
	} {
		if id, ok := db.ID(c.kind, c.name); !ok || id != c.id || db.Name(c.kind, id) != c.back {
			t.Errorf("ID(%s, %q) = %#x, %v; back %q", c.kind, c.name, id, ok, db.Name(c.kind, id))
		}
	}
	for _, bad := range []string{"", "nosuch", "65536", "-1", "07"} {
		if id, ok := db.ID(EtherType, bad); ok {
			t.Errorf("EtherType %q = %d", bad, id)
		}
	}
}

func TestConcurrent(t *testing.T) {
	db := Load()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for k := range kinds {
				db.All(k)
			}
			db.ID(Table, "main")
		})
	}
	wg.Wait()
}
