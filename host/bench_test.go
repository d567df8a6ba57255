package host

import (
	"bytes"
	"testing"

	lua "github.com/yuin/gopher-lua"
)

const pcallLoop = "local f = function() end for i = 1, 1000 do pcall(f) end"

// BenchmarkPcall and BenchmarkStockPcall compare ours with gopher-lua's own; 1000 calls an op.
func BenchmarkPcall(b *testing.B) {
	vm := New(Config{Stdout: &bytes.Buffer{}})
	defer vm.Close()
	for b.Loop() {
		if err := vm.RunSource("=b", []byte(pcallLoop)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStockPcall(b *testing.B) {
	L := lua.NewState()
	defer L.Close()
	for b.Loop() {
		if err := L.DoString(pcallLoop); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCall(b *testing.B) {
	vm := New(Config{Stdout: &bytes.Buffer{}})
	defer vm.Close()
	if err := vm.RunSource("=b", []byte("function f() end")); err != nil {
		b.Fatal(err)
	}
	f := vm.L().GetGlobal("f")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vm.Call(vm.L(), f, 0); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWait is one sleep of no time.
func BenchmarkWait(b *testing.B) {
	vm := New(Config{Stdout: &bytes.Buffer{}})
	defer vm.Close()
	b.ReportAllocs()
	for b.Loop() {
		if err := vm.Sleep(vm.L(), 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewVM(b *testing.B) {
	for b.Loop() {
		New(Config{Stdout: &bytes.Buffer{}}).Close()
	}
}
