package bindings

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
	"nlua/stdlib"
)

// TestReadOnly tries every verb of every object, every type of message and all that makes namespaces, devices or programs, behind
// --read-only, here and in other namespaces: each change is refused, and the kernel's state is what it was. The gate is alone: the
// process keeps its capabilities, which the program gives up too.
func TestReadOnly(t *testing.T) {
	nstest.Need(t, "qdisc htb", "qdisc clsact", "filter u32", "ifb")
	own, other, named := nstest.New(t), nstest.New(t), nstest.Named(t)
	globals := map[string]lua.LValue{
		"NS": lua.LString(own.Path()), "OTHER": lua.LString(other.Path()), "NAMED": lua.LString(filepath.Base(named.Path())),
		"NEW": lua.LString(fmt.Sprintf("readonly%d", os.Getpid())), "PID": lua.LNumber(os.Getpid()),
		"LAB": lua.LBool(os.Getenv("VMLAB") != "" || testing.Short()),
		"TUN": lua.LBool(nstest.Has("file /dev/net/tun")),
	}
	keeper := newTried(t, &Options{NetNS: own.Path()}, globals)
	keeper.file("world.lua")
	keeper.run("places = { rtnl.IPRoute{}, rtnl.IPRoute{ netns = OTHER }, rtnl.NetNS(NAMED) } for _, o in ipairs(places) do fill(o) end")
	before := keeper.picture()
	if len(before) < 100 {
		t.Fatalf("%d lines of state:\n%s", len(before), strings.Join(before, "\n"))
	}

	opts := &Options{NetNS: own.Path()}
	opts.readOnly = true
	newTried(t, opts, globals).file("attempts.lua")

	after := keeper.picture()
	for _, line := range before {
		if !slices.Contains(after, line) {
			t.Errorf("it was: %s", line)
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			t.Errorf("it is: %s", line)
		}
	}
}

// tried is a VM for scripts of testdata/readonly.
type tried struct {
	t   *testing.T
	vm  *host.VM
	out *bytes.Buffer
}

func newTried(t *testing.T, opts *Options, globals map[string]lua.LValue) *tried {
	t.Helper()
	var out bytes.Buffer
	cfg := host.Config{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, IgnoreEnv: true, Embedded: stdlib.Source}
	var err error
	if opts.Gate, err = opts.gates(opts.db, &cfg); err == nil {
		err = opts.lock(&cfg)
	}
	if err != nil {
		t.Fatal(err)
	}
	vm := host.New(cfg)
	space := Open(vm, opts, true)
	t.Cleanup(func() {
		vm.End(nil)
		space.Close()
		vm.Close()
	})
	for name, v := range globals {
		vm.L().SetGlobal(name, v)
	}
	item := func(list string, fields map[string]lua.LValue) {
		t, ok := vm.L().GetGlobal(list).(*lua.LTable)
		if !ok {
			t = vm.L().NewTable()
			vm.L().SetGlobal(list, t)
		}
		row := vm.L().NewTable()
		for name, v := range fields {
			row.RawSetString(name, v)
		}
		t.Append(row)
	}
	for _, obj := range request.Objects() {
		for _, name := range obj.VerbNames() {
			mode := obj.Verb(name).Mode()
			item("VERBS", map[string]lua.LValue{
				"object": lua.LString(obj.Name), "verb": lua.LString(name), "change": lua.LBool(mode == request.Ack), "dump": lua.LBool(mode == request.Dump),
			})
		}
	}
	for typ := uint16(16); typ < 160; typ++ {
		row := map[string]lua.LValue{"number": lua.LNumber(typ), "change": lua.LBool(!nl.IsGet(typ))}
		if known := spec.ByType(typ); known != nil && known.Set != nil {
			row["name"] = lua.LString(known.Name)
		}
		item("TYPES", row)
	}
	return &tried{t, vm, &out}
}

func (r *tried) run(src string) { r.source("=run", []byte(src)) }

func (r *tried) file(name string) {
	r.t.Helper()
	path := filepath.Join("testdata", "readonly", name)
	src, err := os.ReadFile(path)
	if err != nil {
		r.t.Fatal(err)
	}
	r.source("@"+path, src)
}

func (r *tried) source(name string, src []byte) {
	r.t.Helper()
	if err := r.vm.RunSource(name, src); err != nil {
		r.t.Errorf("%v\n%s", err, r.out)
	}
}

// picture is the state of all places, a line of JSON for each message.
func (r *tried) picture() (lines []string) {
	r.t.Helper()
	r.run("PICTURE = picture(places)")
	list, ok := r.vm.L().GetGlobal("PICTURE").(*lua.LTable)
	if !ok {
		r.t.FailNow()
	}
	list.ForEach(func(_, v lua.LValue) { lines = append(lines, v.String()) })
	return lines
}
