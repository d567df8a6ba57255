package request

import (
	"cmp"
	"strings"
	"testing"
)

// No keyword is called a misnomer, and what is said instead is one.
func TestMisnomers(t *testing.T) {
	for _, m := range misnomers {
		o := ByName(cmp.Or(m.object, "link"))
		verb := "add"
		switch m.object {
		case "link":
			verb = "set"
		case "":
			verb = "dump"
		}
		for word := range strings.FieldsSeq(m.words) {
			if err := o.Check(verb, "", word); err == nil || !strings.HasSuffix(err.Error(), ": say "+m.say) {
				t.Errorf("%s %s: %v", m.object, word, err)
			}
		}
		instead := strings.FieldsFunc(m.say, func(r rune) bool { return r == ' ' || r == ',' })[0]
		if err := o.Check(verb, "", instead); err != nil && instead != "it" && !strings.HasPrefix(instead, "ipr:") {
			t.Errorf("%s %s: %v", m.object, instead, err)
		}
	}
}
