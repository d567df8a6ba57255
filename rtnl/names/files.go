package names

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
)

// file is what is known of a kind without reading: its file, its greatest number, the names that need no file.
type file struct {
	hint    codec.Hint // of the numbers that have such names
	what    string     // one of them
	name    string     // "": no file
	max     uint32
	handle  bool // numbers are "maj:min", both hexadecimal
	fold    bool // names are the same in any case
	builtin []Entry
}

var files = [kinds]file{
	Table:     {hint: codec.RouteTable, what: "routing table", name: "rt_tables", max: 1<<32 - 1, builtin: tables},
	Proto:     {hint: codec.Proto, what: "routing protocol", name: "rt_protos", max: 255, builtin: protos},
	Scope:     {hint: codec.Scope, what: "scope", name: "rt_scopes", max: 255, builtin: scopes},
	Realm:     {hint: codec.Realm, what: "realm", name: "rt_realms", max: 65535, builtin: []Entry{{0, "cosmos"}}},
	DSField:   {hint: codec.DSField, what: "TOS", name: "rt_dsfield", max: 255, builtin: dsfields},
	Group:     {hint: codec.Group, what: "link group", name: "group", max: 1<<32 - 1, builtin: []Entry{{0, "default"}}},
	AddrProto: {hint: codec.AddrProto, what: "address protocol", name: "rt_addrprotos", max: 255, builtin: addrProtos},
	Class:     {what: "class", name: "tc_cls", max: 1<<32 - 1, handle: true},
	EtherType: {hint: codec.Ether, what: "ethernet protocol", max: 65535, fold: true, builtin: etherTypes},
	IPProto:   {hint: codec.IPProto, what: "IP protocol", max: 511, fold: true, builtin: ipProtos},
}

// find lists the files of a name in the order of reading, so that the last word wins: the file of the first directory that has one,
// then the NAME.d/*.conf of all directories, the least important first. A .conf of an earlier directory hides its namesakes, as in iproute2.
func find(dirs []string, name string) []string {
	if name == "" {
		return nil
	}
	var paths []string
	for _, dir := range dirs {
		if path := filepath.Join(dir, name); readable(path) {
			paths = append(paths, path)
			break
		}
	}
	for i := len(dirs) - 1; i >= 0; i-- {
		entries, _ := os.ReadDir(filepath.Join(dirs[i], name+".d")) // sorted by name
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".conf") && !strings.HasPrefix(e.Name(), ".") && !hidden(dirs[:i], name+".d", e.Name()) {
				paths = append(paths, filepath.Join(dirs[i], name+".d", e.Name()))
			}
		}
	}
	return paths
}

func hidden(dirs []string, sub, name string) bool {
	for _, dir := range dirs {
		if readable(filepath.Join(dir, sub, name)) {
			return true
		}
	}
	return false
}

func readable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// maxFile bounds what is read of one file: these are short lists, and a path may lead anywhere.
const maxFile = 1 << 20

// readFile adds the lines of a file: a number, a name, perhaps a comment. Lines of another form are passed over.
func readFile(to []Entry, path string, f *file) []Entry {
	if info, err := os.Stat(path); err != nil || info.Size() > maxFile {
		return to
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return to
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) < 2 || words[0][0] == '#' || words[1][0] == '#' || len(words) > 2 && words[2][0] != '#' {
			continue
		}
		if id, ok := f.number(words[0]); ok {
			to = append(to, Entry{id, words[1]})
		}
	}
	return to
}

// number reads a number as the kind writes it.
func (f *file) number(s string) (uint32, bool) {
	if maj, min, both := strings.Cut(s, ":"); both {
		if !f.handle {
			return 0, false
		}
		a, oka := half(maj)
		b, okb := half(min)
		return a<<16 | b, oka && okb && s != ":"
	}
	n, err := strconv.ParseUint(s, 0, 32)
	return uint32(n), err == nil && uint32(n) <= f.max && !strings.Contains(s, "_") && !octal(s)
}

// octal says whether Go would read s in another base than iproute2's files do, which know decimal and 0x alone.
func octal(s string) bool {
	return len(s) > 1 && s[0] == '0' && s[1] != 'x' && s[1] != 'X'
}

// half reads one half of a handle; an empty one is 0.
func half(s string) (uint32, bool) {
	if s == "" {
		return 0, true
	}
	n, err := strconv.ParseUint(s, 16, 16)
	return uint32(n), err == nil
}
