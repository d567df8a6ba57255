package host

import (
	"reflect"
	"testing"
	"unsafe"

	lua "github.com/yuin/gopher-lua"
)

// TestFrameLayout pins what frame.go takes for granted of gopher-lua.
func TestFrameLayout(t *testing.T) {
	f, ok := reflect.TypeFor[lua.Debug]().FieldByName("frame")
	if !ok || f.Offset != 0 || f.Type.Kind() != reflect.Pointer {
		t.Fatalf("lua.Debug does not begin with a frame: %v", f)
	}
	theirs, ours := f.Type.Elem(), reflect.TypeFor[callFrame]()
	for i := range ours.NumField() {
		a, b := theirs.Field(i), ours.Field(i)
		if a.Name != b.Name || a.Offset != b.Offset || a.Type.Kind() != b.Type.Kind() {
			t.Errorf("field %d: %s %v at %d, want %s %v at %d", i, a.Name, a.Type, a.Offset, b.Name, b.Type, b.Offset)
		}
	}
	if unsafe.Sizeof(callFrame{}) > theirs.Size() {
		t.Error("ours is longer than theirs")
	}
}
