package request

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/gate"
	"nlua/rtnl/nl"
)

// golang are words that only a programmer would understand.
var golang = regexp.MustCompile(`%!|<nil>|interface|strconv|float64|u?int64|map\[|\[\]|0xc0|codec\.|runtime|reflect`)

// wrongs are values that hardly any keyword takes.
var wrongs = []struct {
	name  string
	value any
}{
	{"true", true}, {"-1", -1.0}, {"1e300", 1e300}, {"NaN", math.NaN()}, {"inf", math.Inf(1)}, {"half", 0.5}, {"2^32", math.Exp2(32)}, {"2^64", math.Exp2(64)},
	{"text", "bogus word"}, {"number and more", "12x"}, {"empty text", ""}, {"NUL", "a\x00b"}, {"long text", strings.Repeat("x", 300)}, {"slash", "1/"},
	{"empty table", codec.Table{}}, {"table", codec.Table{{Name: "bogus", Value: 1.0}}}, {"list of nothing", []any{nil, nil, 3.0}},
	{"list of tables", []any{codec.Table{}}}, {"list of truth", []any{true}}, {"deep list", []any{[]any{[]any{}}}}, {"long list", make([]any, 3000)},
	{"bytes", []byte{1, 2, 3}}, {"function", func(any) bool { return true }}, {"nothing known", struct{}{}},
}

// least is what a request of an object takes beside the keyword at hand.
func least(obj *Object, verb, kind string) codec.Table {
	kw := codec.Table{}
	if kind != "" && obj.Kind == "" {
		kw = append(kw, codec.Pair{Name: "kind", Value: kind})
	}
	switch obj.Name {
	case "link", "brport":
		kw = append(kw, codec.Pair{Name: "ifname", Value: "eth0"})
	case "addr":
		kw = append(kw, codec.Pair{Name: "index", Value: 2.0}, codec.Pair{Name: "address", Value: "192.0.2.1/24"})
	case "route":
		kw = append(kw, codec.Pair{Name: "dst", Value: "192.0.2.0/24"}, codec.Pair{Name: "oif", Value: 2.0})
	case "tc":
		kw = append(kw, codec.Pair{Name: "index", Value: 2.0}, codec.Pair{Name: "parent", Value: "1:"})
		if strings.HasSuffix(verb, "class") {
			kw = append(kw, codec.Pair{Name: "handle", Value: "1:1"})
		}
	}
	return kw
}

// TestWrongValues gives each keyword of each object and kind values of wrong types and sizes: what is refused is told in words for
// people, and of what is not the dry run makes a line. Nothing panics.
func TestWrongValues(t *testing.T) {
	for i := range objects {
		obj := object(i)
		for _, verb := range obj.VerbNames() {
			if verb != obj.Verb(verb).Name {
				continue
			}
			kinds := append(obj.KindNames(), "")
			own := map[string]bool{} // those of the object are tried once, without a kind
			for _, w := range obj.Words(verb, "") {
				own[w.Name] = true
			}
			if !strings.HasPrefix(verb, "add") {
				kinds = []string{""}
			}
			for _, kind := range kinds {
				for _, w := range obj.Words(verb, kind) {
					if kind == "" || !own[w.Name] {
						wrongValues(t, obj, verb, kind, w.Name)
					}
				}
			}
		}
	}
}

// naming is for lines of a dry run.
var naming = gate.Naming{DB: system.db, Link: func(int) string { return "" }, NS: func(int) string { return "" }}

func wrongValues(t *testing.T, obj *Object, verb, kind, word string) {
	t.Helper()
	for _, wrong := range wrongs {
		r, err := Build(obj, verb, append(least(obj, verb, kind), codec.Pair{Name: word, Value: wrong.value}), system)
		if err == nil {
			closeAll(r.Files)
			if r.Body != nil && r.Mode == Ack {
				gate.Describe(nl.Message{Header: nl.Header{Type: r.Type, Flags: r.Flags}, Body: r.Body}, naming)
			}
			continue
		}
		if text := err.Error(); golang.MatchString(text) {
			t.Errorf("%s %s %s: %s = %s: %s", obj.Name, verb, kind, word, wrong.name, text[:min(len(text), 200)])
		}
	}
}
