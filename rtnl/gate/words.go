package gate

import (
	"slices"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
)

// word is how ip, tc and bridge type attributes, or fields of the structure in front of them. The words of a nest stand in the order
// of the table.
type word struct {
	in    string // kinds of nests, space-separated
	names string // attributes and fields, the same
	key   string // what is typed in front of the value; "": the name, without what stands in front of it in its kind ("br_")
	say   func(s *saying) string
	// none is what is typed where a request that makes something has no such attribute: the commands have defaults of their own.
	none string
}

// saying is a value that is to be typed.
type saying struct {
	*describer
	key string
	in  *codec.View
	row *codec.Row
	v   any
}

// words types what a nest of a kind has. What no word stands for is kept for the end of the line.
func (d *describer) words(kind string, in *codec.View) []string {
	var list []string
	said := map[string]bool{"pad": true}
	add := func(text string) {
		if text != "" {
			list = append(list, text)
		}
	}
	for _, table := range d.tables {
		for i := range table {
			w := &table[i]
			if !slices.Contains(strings.Fields(w.in), kind) {
				continue
			}
			for _, name := range strings.Fields(w.names) {
				if row := in.Set.Named(name); row != nil {
					name = row.Name // rows answer to several
				}
				if !said[name] {
					said[name] = d.word(w, name, in, add)
				}
			}
		}
	}
	head, attrs := in.Tables()
	for _, p := range head {
		if _, hidden := attrs.Get(p.Name); !hidden && !said[p.Name] && p.Value != uint64(0) && p.Value != int64(0) {
			d.unsaid(p.Name, p.Value)
		}
	}
	for _, p := range attrs {
		if !said[p.Name] {
			d.unsaid(p.Name, p.Value)
		}
	}
	return list
}

// word types one name of a row; false where the nest has none of it.
func (d *describer) word(w *word, name string, in *codec.View, add func(string)) bool {
	key := w.key
	if key == "" {
		key = name
		if prefix, rest, ok := strings.Cut(name, "_"); ok && slices.Contains(prefixes, prefix) {
			key = rest
		}
	}
	s := saying{d, key, in, in.Set.Named(name), nil}
	if s.row != nil {
		if values := in.All(s.row); len(values) > 0 {
			for _, s.v = range values {
				add(s.text(w))
			}
			return true
		}
	}
	if f := in.Set.Field(name); f != nil {
		s.row = &f.Row
		s.v, _ = in.GetField(name)
		if w.say != nil || s.v != uint64(0) && s.v != int64(0) {
			add(s.text(w))
		}
		return true
	}
	if d.makes {
		add(w.none)
	}
	return false
}

func (s *saying) text(w *word) string {
	if w.say != nil {
		return w.say(s)
	}
	return s.key + " " + s.value()
}

// prefixes stand in front of the names of a kind's attributes; the commands do without.
var prefixes = []string{"amt", "bareudp", "batadv", "bond", "br", "can", "geneve", "gre", "gtp", "hsr", "ip6gre", "ip6tnl", "ipip", "ipvlan",
	"ipoib", "macsec", "macvlan", "macvtap", "rmnet", "sit", "vlan", "vrf", "vti", "vxlan", "xfrm"}

// unsaid keeps what the commands have no word for: it stands behind a #.
func (d *describer) unsaid(name string, v any) {
	text := plainText(v)
	if len(text) > 120 { // tables of numbers say nothing to people
		text = text[:120] + "..."
	}
	d.rest = append(d.rest, name+" "+text)
}

// left keeps the value itself.
func (s *saying) left() string {
	s.unsaid(s.row.Name, s.v)
	return ""
}

func (s *saying) n() uint64 { return number(s.v) }

// other is a number that stands beside the value.
func (s *saying) other(name string) (n uint64, ok bool) {
	v, ok := s.in.Get(name)
	return number(v), ok
}

// value is the value by itself: numbers by name where they have one, lists with commas.
func (s *saying) value() string {
	if _, isNumber := s.v.(uint64); isNumber {
		if text := Name(s.DB, s.row, s.n()); text != "" {
			return text
		}
	}
	return plainText(s.v)
}

// silent is for what other words say.
func silent(*saying) string { return "" }

// alone is the value without a key.
func alone(s *saying) string { return s.value() }

// digits is the number, also where it has a name.
func digits(s *saying) string { return s.key + " " + strconv.FormatInt(int64(s.n()), 10) }

func hexed(s *saying) string { return s.key + " 0x" + strconv.FormatUint(s.n(), 16) }

func onOff(s *saying) string {
	if s.n() != 0 {
		return s.key + " on"
	}
	return s.key + " off"
}

// flag is the key, or "no" before it.
func flag(s *saying) string {
	if s.n() != 0 {
		return s.key
	}
	return "no" + s.key
}

// given is the key alone where the value is true; that it is not cannot be typed, and goes without saying.
func given(s *saying) string {
	if s.v == true || s.n() != 0 {
		return s.key
	}
	return ""
}

// device is a link by its name, or its absence.
func device(s *saying) string {
	if s.n() == 0 {
		return ""
	}
	return s.key + " " + s.linkText(int(s.n()))
}

// deviceOrNo is a reference that may be taken away: "nomaster".
func deviceOrNo(s *saying) string {
	if s.n() == 0 {
		return "no" + s.key
	}
	return device(s)
}

// comma is a list with commas.
func comma(s *saying) string {
	list, _ := s.v.([]any)
	var texts []string
	for _, e := range list {
		texts = append(texts, plainText(e))
	}
	return s.key + " " + quoted(strings.Join(texts, ","))
}

// dashed is a name whose parts the commands join with "-".
func dashed(s *saying) string { return s.key + " " + strings.ReplaceAll(s.value(), "_", "-") }

// ether is an ethernet protocol by name.
func ether(s *saying) string {
	if name := s.DB.Name(names.EtherType, uint32(s.n())); name != "" {
		return s.key + " " + name
	}
	return hexed(s)
}

// nest types the words of a nest, by its kind.
func (s *saying) nest(kind string) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	return strings.Join(s.words(kind, &in), " ")
}

// quoted is a text as a shell takes it for one word.
func quoted(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:,@%+=^", r) || r > 127
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
