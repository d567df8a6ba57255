package request

import (
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

// tcNeeds are the words without which a kind is refused for another reason than a bad word.
var tcNeeds = map[string]codec.Table{
	"add tbf": tcKW("rate", "1mbit", "burst", "10k", "limit", "10k"), "add-class htb": tcKW("rate", "1mbit"), "add red": tcKW("limit", 100000), "add choke": tcKW("limit", 1000), "add gred": tcKW("dp", 1, "limit", 100000),
	"add sfq": tcKW("redflowlimit", 100000), "add-filter flow": tcKW("hash", "src"), "add mirred": tcKW("ifindex", 1), "add police": tcKW("rate", "1mbit", "burst", "10k"), "add ife": tcKW("mode", "encode"),
	"add pedit": tcKW("munge", "ip ttl set 3"), "add vlan": tcKW("v_action", "pop"), "add-filter flower": tcKW("ip_proto", "tcp"), "add netem": tcKW("delay", "1ms"),
}

// tcFree are words that take any text, beside those that take bytes.
var tcFree = map[string]bool{"name": true, "sdata": true, "data": true, "helper_name": true, "indev": true}

// TestBadWordsTC gives each word of each kind values of no sense: nothing panics, nothing is taken, and the error names the word.
// Help has a sentence about each.
func TestBadWordsTC(t *testing.T) {
	tc, action := ByName("tc"), ByName("action")
	for _, c := range []struct {
		obj   *Object
		verb  string
		table []tcKind
	}{{tc, "add", tcQdiscs()}, {tc, "add-class", tcQdiscs()}, {tc, "add-filter", tcFilters()}, {action, "add", tcActions()}} {
		kinds := map[string]bool{}
		for i := range c.table {
			if k := &c.table[i]; k.Use&useOf(c.obj.Verb(c.verb)) != 0 || c.obj == action {
				kinds[k.Name] = true
			}
		}
		for kind := range kinds {
			for _, w := range c.obj.Options(c.obj.Verb(c.verb), kind) {
				if w.Doc == "" {
					t.Errorf("%s %s: nothing is said of %s", c.verb, kind, w.Name)
				}
				for _, bad := range []any{"of no sense", []any{"of no sense"}, tcKW("nonsense", 1), -1e30, strings.Repeat("9", 200), []byte{0xff, 0xfe, 0xfd}} {
					kw := tcKW("kind", kind)
					if c.obj == tc {
						kw = append(kw, tcKW("index", 3, "parent", "1:")...)
					}
					for _, p := range tcNeeds[c.verb+" "+kind] {
						if p.Name != w.Name && !(p.Name == "burst" && (w.Name == "buffer" || w.Name == "maxburst")) {
							kw = append(kw, p)
						}
					}
					kw = append(kw, codec.Pair{Name: w.Name, Value: bad})
					_, err := Build(c.obj, c.verb, kw, system)
					switch {
					case err == nil && bad == "of no sense" && !tcFree[w.Name] && w.Kind != codec.Bytes:
						t.Errorf("%s %s: %s = %v is taken", c.verb, kind, w.Name, bad)
					case err != nil && !strings.Contains(err.Error(), w.Name):
						t.Errorf("%s %s: %s = %v: the error is of something else: %v", c.verb, kind, w.Name, bad, err)
					}
				}
			}
		}
	}
}
