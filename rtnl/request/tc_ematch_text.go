package request

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// emWords splits tc's text into words, brackets, and quoted texts (which keep their first quote).
func emWords(s string) []string {
	var words []string
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ' || c == '\t' || c == '\n':
			i++
		case c == '(' || c == ')':
			words = append(words, string(c))
			i++
		case c == '"':
			end := strings.IndexByte(s[i+1:], '"')
			if end < 0 {
				end = len(s) - i - 1
			}
			words = append(words, s[i:i+1+end])
			i = min(i+end+2, len(s))
		default:
			end := strings.IndexAny(s[i:], " \t\n()\"")
			if end < 0 {
				end = len(s) - i
			}
			words = append(words, s[i:i+end])
			i += end
		}
	}
	return words
}

// emParser reads tc's text: kind(arguments), joined by and, or, with not and brackets.
type emParser struct {
	words []string
	text  string
	depth int
}

func (p *emParser) next() string {
	if len(p.words) == 0 {
		return ""
	}
	w := p.words[0]
	p.words = p.words[1:]
	return w
}

func (p *emParser) list() ([]emNode, error) {
	if p.depth++; p.depth > 8 {
		return nil, fmt.Errorf("match %q: brackets are too deep", p.text)
	}
	defer func() { p.depth-- }()
	var nodes []emNode
	for {
		n, err := p.one()
		if err != nil {
			return nil, err
		}
		if len(p.words) > 0 && (p.words[0] == "and" || p.words[0] == "or") {
			n.or = p.next() == "or"
			nodes = append(nodes, n)
			continue
		}
		return append(nodes, n), nil
	}
}

func (p *emParser) one() (n emNode, err error) {
	w := p.next()
	for w == "not" {
		n.not = !n.not
		w = p.next()
	}
	if w == "(" {
		n.kind = "container"
		if n.branch, err = p.list(); err == nil && p.next() != ")" {
			err = fmt.Errorf("match %q: a bracket is open", p.text)
		}
		return n, err
	}
	n.kind = w
	kind, err := emKindOf(w)
	if err != nil {
		return n, fmt.Errorf("match %q: %w", p.text, err)
	}
	if p.next() != "(" {
		return n, fmt.Errorf("match %q: want \"(\" behind %s", p.text, w)
	}
	var args []string
	for {
		a := p.next()
		if a == ")" {
			break
		}
		if a == "" {
			return n, fmt.Errorf("match %q: a bracket is open", p.text)
		}
		args = append(args, a)
	}
	words, err := kind.args(args)
	if err == nil {
		n.data, err = kind.build(words)
	}
	if err != nil {
		err = fmt.Errorf("match %q: %w", p.text, err)
	}
	return n, err
}

// args gives the arguments of tc's text their names.
func (kind *emKind) args(args []string) (map[string]any, error) {
	if kind.name == "meta" {
		return emMetaArgs(args)
	}
	w := map[string]any{}
	for i := 0; i < len(args); i++ {
		a := args[i]
		if i < len(kind.place) {
			w[kind.place[i]] = strings.TrimPrefix(a, `"`)
			continue
		}
		switch a {
		case "trans":
			w["trans"] = true
			continue
		case "eq", "gt", "lt":
			w["opnd"] = a
			a = "value"
		}
		if i++; i >= len(args) {
			return nil, fmt.Errorf("%s needs a value", a)
		}
		v := strings.TrimPrefix(args[i], `"`)
		if kind.name == "u32" && a == "at" && strings.HasPrefix(v, "nexthdr+") {
			w["nexthdr"], v = true, strings.TrimPrefix(v, "nexthdr+")
		}
		if a == "at" {
			a = "offset"
		}
		if a == "layer" {
			if n, err := strconv.Atoi(v); err == nil {
				w[a] = uint64(n)
				continue
			}
		}
		w[a] = v
	}
	if kind.name == "u32" {
		if m, ok := w["mask"].(string); ok && !strings.HasPrefix(m, "0x") {
			w["mask"] = "0x" + m
		}
	}
	return w, nil
}

// emMetaIDs are tc's names for what the kernel calls otherwise.
func emMetaIDs() map[string]string {
	return map[string]string{"loadavg_1": "loadavg_0", "loadavg_5": "loadavg_1", "loadavg_15": "loadavg_2", "fwmark": "nf_mark"}
}

// emMetaArgs reads "OBJECT eq|gt|lt OBJECT": an object is a name, a number or a quoted text, and shift and mask behind a name.
func emMetaArgs(args []string) (map[string]any, error) {
	var sides [2]codec.Table
	side, op := 0, ""
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case (a == "eq" || a == "gt" || a == "lt") && side == 0 && i > 0:
			side, op = 1, a
		case a == "shift" || a == "mask":
			if i++; i >= len(args) {
				return nil, fmt.Errorf("%s needs a value", a)
			}
			sides[side] = append(sides[side], codec.Pair{Name: a, Value: args[i]})
		case len(sides[side]) > 0:
			return nil, fmt.Errorf("meta: %q is too much", a)
		default:
			if name, ok := emMetaIDs()[a]; ok {
				a = name
			}
			sides[side] = codec.Table{{Name: "kind", Value: a}}
		}
	}
	if len(sides[1]) == 0 {
		return nil, errors.New("meta: want \"OBJECT eq|gt|lt VALUE\"")
	}
	w := map[string]any{"object": append(sides[0], codec.Pair{Name: "op", Value: op}), "value": sides[1]}
	s := sides[1][0].Value.(string)
	if _, known := spec.MetaID.ValueOf(s); len(sides[1]) == 1 && !known {
		w["value"] = strings.TrimPrefix(s, `"`)
	}
	return w, nil
}
