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

// Sources returns the sources of all modules by their names.
func Sources() map[string]string {
	all := map[string]string{}
	list, _ := files.ReadDir(".")
	for _, file := range list {
		name := "nlua." + strings.TrimSuffix(file.Name(), ".lua")
		if src, ok := Source(name); ok {
			all[name] = string(src)
		}
	}
	return all
}
