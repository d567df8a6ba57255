package bindings

import (
	"fmt"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
)

// oneLine is tostring(m): one line as ip -o shows it, without asking the kernel anything: a link without a known name is "if3".
func (s *Space) oneLine(m *message, link func(int) string) string {
	return harmless(strings.Join(s.lineWords(m, link), " "))
}

func (s *Space) lineWords(m *message, link func(int) string) []string {
	t := &teller{s: s, m: m, link: link}
	var words []string
	if strings.HasPrefix(m.of.Event(), "RTM_DEL") {
		words = append(words, "Deleted")
	}
	if l := layoutOf(m.of.Object()); l != nil {
		for _, c := range append(l.columns[:len(l.columns):len(l.columns)], l.line...) {
			v := c.value(t)
			switch {
			case v == "":
			case c.word == "":
				words = append(words, v)
			default:
				words = append(words, c.word, v)
			}
		}
		return words
	}
	if m.of.Object() == "" && m.of.Type == nl.TypeError && m.whole().Err() == nil {
		return []string{"ACK"}
	}
	if m.of.Object() != "" {
		words = append(words, m.of.Object())
	} else {
		words = append(words, m.of.Event())
	}
	for _, p := range m.whole().Table() {
		switch p.Value.(type) {
		case codec.Table, []any, nil:
		default:
			if text := t.text(p.Name); text != "" {
				words = append(words, p.Name, text)
			} else {
				words = append(words, p.Name, fmt.Sprint(p.Value))
			}
		}
	}
	return words
}

// nameless knows no link.
func nameless(int) string { return "" }
