package main

import (
	"fmt"
	"strings"
	"unicode"
)

// row is a codec.Row in the making, and what a fact says otherwise than the specification. Words are those of Go source,
// without "codec."; an empty one leaves things as they are, "-" takes them away.
type row struct {
	Type              int
	Name, C, Spec     string
	Kind              string
	Size, First       int
	Hint, False       string
	Enum, Set         string // Go names
	Elem, Sub         string // the inside of a composite literal
	Multi, Plain, Net bool
	Told, Skip        bool // Skip: leave a member of a structure out
	Doc               string
}

// with returns r with what a fact says.
func (r row) with(f row) row {
	over := func(dst *string, src string) {
		if src == "-" {
			*dst = ""
		} else if src != "" {
			*dst = src
		}
	}
	if f.Kind != "" { // another kind drops what belonged to the first
		r.Size, r.Enum, r.Set, r.Elem, r.Sub, r.First, r.False = 0, "", "", "", "", 0, ""
	}
	over(&r.Name, f.Name)
	over(&r.C, f.C)
	over(&r.Kind, f.Kind)
	over(&r.Hint, f.Hint)
	over(&r.False, f.False)
	over(&r.Enum, f.Enum)
	over(&r.Set, f.Set)
	over(&r.Elem, f.Elem)
	over(&r.Sub, f.Sub)
	over(&r.Doc, f.Doc)
	if f.Size != 0 {
		r.Size = f.Size
	}
	if f.First != 0 {
		r.First = f.First
	}
	r.Multi, r.Plain, r.Net, r.Told, r.Skip = r.Multi || f.Multi, r.Plain || f.Plain, r.Net || f.Net, r.Told || f.Told, f.Skip
	return r
}

// fields writes the inside of the composite literal.
func (r row) fields(typed bool) string {
	var f []string
	add := func(format string, args ...any) { f = append(f, fmt.Sprintf(format, args...)) }
	if typed {
		add("Type: %d", r.Type)
	}
	for _, s := range []struct{ key, text string }{{"Name", r.Name}, {"C", r.C}, {"Spec", r.Spec}} {
		if s.text != "" {
			add("%s: %q", s.key, s.text)
		}
	}
	if r.Kind != "" && r.Kind != "Bytes" {
		add("Kind: codec.%s", r.Kind)
	}
	if r.Size != 0 {
		add("Size: %d", r.Size)
	}
	for _, b := range []struct {
		key string
		on  bool
	}{{"Multi", r.Multi}, {"Net", r.Net}, {"Plain", r.Plain}, {"Told", r.Told}} {
		if b.on {
			add("%s: true", b.key)
		}
	}
	if r.First != 0 {
		add("First: %d", r.First)
	}
	if r.Hint != "" {
		add("Hint: codec.%s", r.Hint)
	}
	if r.Enum != "" {
		add("Enum: &%s", r.Enum)
	}
	if r.Set != "" {
		add("Set: &%s", r.Set)
	}
	if r.Elem != "" {
		add("Elem: &codec.Row{%s}", r.Elem)
	}
	if r.Sub != "" {
		add("Sub: &codec.Sub{%s}", r.Sub)
	}
	if r.False != "" {
		add("False: codec.%s", r.False)
	}
	if r.Doc != "" {
		add("Doc: %q", r.Doc)
	}
	return strings.Join(f, ", ")
}

// cName is a specification's name as C spells it.
func cName(name string) string { return strings.ToUpper(strings.ReplaceAll(name, "-", "_")) }

// camel is a specification's name as a Go variable.
func camel(name string) string {
	var b strings.Builder
	up := false
	for _, c := range name {
		switch {
		case c == '-' || c == '_':
			up = true
		case up:
			b.WriteRune(unicode.ToUpper(c))
			up = false
		default:
			b.WriteRune(unicode.ToLower(c))
		}
	}
	return b.String()
}

// setVar is the Go variable of a set.
func setVar(name string) string {
	if v := setFacts[name].Var; v != "" {
		return v
	}
	v := camel(name)
	if !strings.HasSuffix(v, "Attrs") {
		v += "Attrs"
	}
	return v
}

// setName is what errors and pages call a set.
func setName(name string) string {
	if n := setFacts[name].Name; n != "" {
		return n
	}
	n := strings.TrimSuffix(name, "-attrs")
	for _, p := range []string{"linkinfo-", "act-", "tca-"} {
		if rest := strings.TrimPrefix(n, p); rest != "" {
			n = rest
		}
	}
	return strings.ReplaceAll(n, "-", "_")
}

// listVar is the Go variable that lists the sets of a specification.
func listVar(spec string) string { return camel(strings.TrimPrefix(spec, "rt-")) + "Sets" }
