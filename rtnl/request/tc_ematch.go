package request

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"nlua/rtnl/codec"
)

// emNode is an extended match, or a branch of some in brackets.
type emNode struct {
	kind   string
	data   any // what codec puts behind the header
	not    bool
	or     bool // how the next one is joined: or, else and
	branch []emNode
}

// Flags of struct tcf_ematch_hdr (include/uapi/linux/pkt_cls.h).
const (
	emAnd = 1
	emOr  = 2
	emNot = 4
)

// basicMatch takes a table, a list of tables and of lists (brackets), or tc's text.
func basicMatch(o *tcOpts, v any) error {
	var nodes []emNode
	var err error
	if s, ok := v.(string); ok {
		p := emParser{words: emWords(s), text: s}
		if nodes, err = p.list(); err == nil && len(p.words) > 0 {
			err = fmt.Errorf("match %q: %q is too much", s, p.words[0])
		}
	} else {
		kind, _ := o.given("em_kind")
		nodes, err = emNodes(v, kind)
	}
	if err != nil {
		return err
	}
	if err := o.b.findSets(nodes); err != nil {
		return err
	}
	list := emFlatten(nodes)
	o.put(codec.Table{
		{Name: "tree_hdr", Value: codec.Table{{Name: "nmatches", Value: uint64(len(list))}}},
		{Name: "tree_list", Value: list},
	}, "ematches")
	return nil
}

// findSets replaces the names of IP sets by their numbers.
func (b *builder) findSets(nodes []emNode) error {
	for _, n := range nodes {
		if err := b.findSets(n.branch); err != nil {
			return err
		}
		t, ok := n.data.(codec.Table)
		for i := range t {
			if ok && n.kind == "ipset" && t[i].Name == "index" {
				index, err := b.ipSet(t[i].Value)
				if err != nil {
					return err
				}
				t[i].Value = index
			}
		}
	}
	return nil
}

// emFlatten lays the branches behind the level that they belong to; a container says where its branch begins.
func emFlatten(nodes []emNode) []any {
	var list []any
	var place func(nodes []emNode)
	place = func(nodes []emNode) {
		first := len(list)
		for i, n := range nodes {
			flags := uint64(0)
			if i < len(nodes)-1 {
				if flags = emAnd; n.or {
					flags = emOr
				}
			}
			if n.not {
				flags |= emNot
			}
			t := codec.Table{{Name: "kind", Value: n.kind}, {Name: "flags", Value: flags}}
			if n.data != nil {
				t = append(t, codec.Pair{Name: "match", Value: n.data})
			}
			list = append(list, t)
		}
		for i, n := range nodes {
			if n.kind == "container" {
				t := list[first+i].(codec.Table)
				list[first+i] = append(t, codec.Pair{Name: "match", Value: codec.Table{{Name: "ref", Value: uint64(len(list))}}})
				place(n.branch)
			}
		}
	}
	place(nodes)
	return list
}

// emNodes reads tables; kind is that of those that have none.
func emNodes(v, kind any) ([]emNode, error) {
	l, ok := v.([]any)
	if !ok {
		l = []any{v}
	}
	var nodes []emNode
	for i, e := range l {
		if branch, ok := e.([]any); ok {
			in, err := emNodes(branch, kind)
			if err != nil {
				return nil, err
			}
			nodes = append(nodes, emNode{kind: "container", branch: in})
			continue
		}
		t, ok := e.(codec.Table)
		if !ok {
			return nil, fmt.Errorf("match %d: want a table {kind = ...}", i+1)
		}
		if _, ok := t.Get("kind"); !ok && kind != nil {
			t = append(codec.Table{{Name: "kind", Value: kind}}, t...)
		}
		n, err := emTable(t)
		if err != nil {
			return nil, fmt.Errorf("match %d: %w", i+1, err)
		}
		nodes = append(nodes, n)
	}
	if len(nodes) == 0 {
		return nil, errors.New("want at least one match")
	}
	return nodes, nil
}

// emTable reads one table; what is not about all kinds is the kind's.
func emTable(t codec.Table) (n emNode, err error) {
	words := map[string]any{}
	for _, p := range t {
		switch p.Name {
		case "kind":
			n.kind, _ = p.Value.(string)
		case "relation":
			or, ok := map[string]bool{"and": false, "&&": false, "or": true, "||": true}[strings.ToLower(fmt.Sprint(p.Value))]
			if !ok {
				return n, fmt.Errorf("relation: want \"and\" or \"or\", got %s", shown(p.Value))
			}
			n.or = or
		case "not", "inverse":
			if n.not, err = truth(p.Value); err != nil {
				return n, fmt.Errorf("%s: %w", p.Name, err)
			}
		default:
			words[p.Name] = p.Value
		}
	}
	kind, err := emKindOf(n.kind)
	if err != nil {
		return n, err
	}
	n.data, err = kind.build(words)
	if err == nil && len(words) > 0 {
		err = fmt.Errorf("unknown keyword %q of %s", slices.Min(slices.Collect(maps.Keys(words))), n.kind)
	}
	return n, err
}
