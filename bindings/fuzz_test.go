package bindings_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"nlua/bindings"
	"nlua/host"
)

// reader is a script's way through whatever rtnl.decode makes of bytes: everything that reads a message is used.
const reader = `
function read(bytes)
  local ok, list = pcall(rtnl.decode, bytes)
  if not ok then return end
  for _, m in ipairs(list) do
    local _ = tostring(m), m.event, m.header.error, m:key(), m:copy() == m, m:diff(m)
    for _, attr in ipairs(m.attrs) do m:get(attr[1]) end
    nlua.json.encode(m)
    nlua.inspect(m:totable())
    m:values("ifname", "linkinfo.kind", "linkinfo.data.vlan_id", "dst", "multipath.1.gateway", "options")
    for name in pairs(m) do local _ = m[name] end
    rtnl.decode(m:raw())
  end
end`

// FuzzDecode reads messages made of random bytes as scripts do. Nothing but an error of rtnl.decode may come of it.
func FuzzDecode(f *testing.F) {
	captures, err := filepath.Glob("../rtnl/spec/testdata/*.hex")
	if err != nil || len(captures) == 0 {
		f.Fatalf("no captures: %v", err)
	}
	for _, file := range captures {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		// The message's type, then its body: attributes behind the fixed structure.
		words := strings.Fields(string(text))
		typ, err := strconv.ParseUint(words[0], 10, 16)
		if err != nil {
			f.Fatalf("%s: %v", file, err)
		}
		body, err := hex.DecodeString(strings.Join(words[1:], ""))
		if err != nil {
			f.Fatalf("%s: %v", file, err)
		}
		b := binary.NativeEndian.AppendUint32(nil, uint32(16+len(body)))
		b = binary.NativeEndian.AppendUint16(b, uint16(typ))
		f.Add(append(append(b, make([]byte, 10)...), body...))
	}
	vm := host.New(host.Config{Stdin: strings.NewReader(""), Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, IgnoreEnv: true})
	f.Cleanup(vm.Close)
	bindings.Open(vm, &bindings.Options{}, false)
	if err := vm.RunSource("=reader", []byte(reader)); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := vm.Call(vm.L(), vm.L().GetGlobal("read"), 0, lua.LString(b)); err != nil {
			t.Fatalf("%v\n%x", err, b)
		}
	})
}
