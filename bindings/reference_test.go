package bindings

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
)

var update = flag.Bool("update", false, "write docs/reference anew")

// TestReference: each object has its page below docs/reference, and no page is about nothing. With -update it writes them
// (make docs); make check-docs fails where that changes something.
func TestReference(t *testing.T) {
	pages := map[string]string{"README.md": referenceIndex(), "api.md": referenceAPI()}
	for _, obj := range request.Objects() {
		pages[obj.Name+".md"] = referenceObject(obj)
	}
	dir := filepath.Join("..", "docs", "reference")
	for name, text := range pages {
		path := filepath.Join(dir, name)
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if got, err := os.ReadFile(path); err != nil {
			t.Errorf("%v: run make docs", err)
		} else if !bytes.Equal(got, []byte(text)) {
			t.Logf("%s is behind the rows: run make docs", path)
		}
	}
	for name, text := range pages {
		section := ""
		for line := range strings.SplitSeq(text, "\n") {
			if head, ok := strings.CutPrefix(line, "#"); ok {
				section = head
			}
			if strings.HasPrefix(line, "| `") && strings.HasSuffix(line, "|  |") {
				t.Errorf("%s,%s: no meaning: %s", name, strings.TrimLeft(section, "#"), line)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if _, ok := pages[filepath.Base(file)]; !ok {
			t.Errorf("%s is about nothing", file)
		}
	}
}

const made = "<!-- Made from the rows by make docs. -->\n\n"

func referenceIndex() string {
	var b strings.Builder
	b.WriteString(made + "# Reference\n\n" +
		"[api.md](api.md) has the classes, their options, and every function. The objects, each with its verbs and keywords:\n\n")
	for _, obj := range request.Objects() {
		fmt.Fprintf(&b, "- [`ipr:%s`](%s.md): %s\n", obj.Name, obj.Name, obj.Doc)
	}
	b.WriteString("\nKeywords are sent by the verbs that change something, and filter what a dump gives; all of them are read from messages " +
		"(`m.mtu`, `m:get(\"linkinfo.kind\")`). What the kernel only tells of a link is good for filters; a change with it is refused, as the kernel would pass over it. Every keyword answers to the " +
		"kernel's name too: `mtu` or `IFLA_MTU`. The same text is the program's help: `?link add` at the prompt.\n")
	return b.String()
}

func referenceAPI() string {
	var b strings.Builder
	b.WriteString(made + "# Classes, functions, methods\n\n## Options of the classes\n\n| option | meaning |\n| --- | --- |\n")
	for _, o := range options() {
		row(&b, "`"+o.name+"`", o.doc)
	}
	b.WriteString("\n## Functions and methods\n\n| written | meaning |\n| --- | --- |\n")
	for i := range manual {
		row(&b, "`"+manual[i].use+"`", manual[i].doc)
	}
	return b.String()
}

func referenceObject(obj *request.Object) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s# ipr:%s\n\n%s\n\n| verb | also | meaning |\n| --- | --- | --- |\n", made, obj.Name, obj.Doc)
	for i := range obj.Verbs {
		v := &obj.Verbs[i]
		row(&b, "`"+v.Name+"`", strings.Join(v.Also, ", "), v.Doc)
	}
	if len(obj.Args) > 0 {
		fmt.Fprintf(&b, "\nWords behind the verb that have no name are %s, in this order.\n", strings.Join(obj.Args, ", "))
	}
	words, verbs := wordsOfVerbs(obj, "")
	b.WriteString("\n## Keywords\n\n| keyword | takes | verbs | kernel's name | meaning |\n| --- | --- | --- | --- | --- |\n")
	for _, w := range words {
		takes, _ := describe(&w)
		where := strings.Join(verbs[w.Name], " ")
		if len(verbs[w.Name]) == len(obj.Verbs) {
			where = "all"
		}
		row(&b, "`"+w.Name+"`", takes, where, w.C, w.Doc)
	}
	for _, w := range words {
		if w.Set != nil && w.Set != obj.Set && len(w.Set.Rows) < 100 {
			fmt.Fprintf(&b, "\n### In %s\n\n", w.Name)
			referenceWords(&b, w.Inside(obj))
		}
	}
	general := map[string]bool{}
	for _, w := range words {
		general[w.Name] = true
	}
	if first := ownerOfKinds(obj); first != obj {
		fmt.Fprintf(&b, "\nThe keywords of each kind are those of [%s](%s.md#by-kind).\n", first.Name, first.Name)
		return b.String()
	}
	head := "\n## By kind\n"
	for _, kind := range obj.KindNames() {
		own, _ := wordsOfVerbs(obj, kind)
		own = slices.DeleteFunc(own, func(w request.Word) bool { return general[w.Name] })
		if len(own) > 0 {
			fmt.Fprintf(&b, "%s\n### %s\n\n", head, kind)
			head = ""
			referenceWords(&b, own)
		}
	}
	return b.String()
}

// ownerOfKinds is the first object that has the same kinds: their rows are told once.
func ownerOfKinds(obj *request.Object) *request.Object {
	for _, o := range request.Objects() {
		if o.Kinds == obj.Kinds && obj.Kinds != nil {
			return o
		}
	}
	return obj
}

// wordsOfVerbs are the keywords of all verbs, each once, with the verbs that take it.
func wordsOfVerbs(obj *request.Object, kind string) (words []request.Word, verbs map[string][]string) {
	verbs = map[string][]string{}
	for i := range obj.Verbs {
		verb := obj.Verbs[i].Name
		for _, w := range obj.Words(verb, kind) {
			if verbs[w.Name] == nil {
				words = append(words, w)
			}
			verbs[w.Name] = append(verbs[w.Name], verb)
		}
	}
	return words, verbs
}

func referenceWords(b *strings.Builder, words []request.Word) {
	b.WriteString("| keyword | takes | kernel's name | meaning |\n| --- | --- | --- | --- |\n")
	for _, w := range words {
		takes, _ := describe(&w)
		if w.C == "" && w.Kind == codec.Bytes && w.Hint == codec.NoHint && w.Enum == nil {
			takes = ""
		}
		row(b, "`"+w.Name+"`", takes, w.C, w.Doc)
	}
}

// row writes a line of a table.
func row(b *strings.Builder, cells ...string) {
	for _, cell := range cells {
		b.WriteString("| " + strings.ReplaceAll(cell, "|", "\\|") + " ")
	}
	b.WriteString("|\n")
}
