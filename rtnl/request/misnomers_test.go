package request

import (
	"strings"
	"testing"
)

// No keyword is called a misnomer, and what is said instead is one.
func TestMisnomers(t *testing.T) {
	for _, m := range misnomers {
		o := ByName(m.object)
		verb := "add"
		if m.object == "link" {
			verb = "set"
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
