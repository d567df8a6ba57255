// Package stdlib is the modules of nlua that are written in Lua: require "nlua.NAME".
package stdlib

import (
	"embed"
	"strings"
)

//go:embed *.lua
var files embed.FS

// Source returns the source of a module, by the name that require is given: "nlua.provision".
func Source(name string) ([]byte, bool) {
	file, ok := strings.CutPrefix(name, "nlua.")
	if !ok || strings.ContainsAny(file, "/_") {
		return nil, false
	}
	src, err := files.ReadFile(file + ".lua")
	return src, err == nil
}
