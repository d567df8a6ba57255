package request

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
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
	build := emKinds()[n.kind]
	switch {
	case n.kind == "":
		return n, fmt.Errorf("kind is missing: one of %s", strings.Join(emKindNames(), ", "))
	case build == nil:
		return n, fmt.Errorf("unknown kind %q%s", n.kind, Suggest(n.kind, emKindNames()))
	}
	n.data, err = build(words)
	if err == nil && len(words) > 0 {
		err = fmt.Errorf("unknown keyword %q of %s", slices.Min(slices.Collect(maps.Keys(words))), n.kind)
	}
	return n, err
}

func emKindNames() []string {
	var names []string
	for k := range emKinds() {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

// emKinds make the data of a kind from its words, which they take out.
func emKinds() map[string]func(w map[string]any) (any, error) {
	return map[string]func(w map[string]any) (any, error){
		"cmp":   emCmp,
		"u32":   emU32,
		"nbyte": emNbyte,
		"text":  emText,
		"meta":  emMeta,
		"ipset": emIPSet,
		"ipt":   emRest("hook", "match_name", "match_revision", "nfproto", "match_data"),
	}
}

// take moves a word out, under the first of its names.
func take(w map[string]any, names ...string) (v any, ok bool) {
	for _, n := range names {
		if v, ok = w[n]; ok {
			delete(w, n)
			return v, true
		}
	}
	return nil, false
}

// emPairs moves words into a table: pairs of a field and its names.
func emPairs(w map[string]any, fields ...[]string) codec.Table {
	var t codec.Table
	for _, f := range fields {
		if v, ok := take(w, f...); ok {
			t = append(t, codec.Pair{Name: f[0], Value: v})
		}
	}
	return t
}

func emRest(fields ...string) func(map[string]any) (any, error) {
	return func(w map[string]any) (any, error) {
		var t codec.Table
		for _, f := range fields {
			t = append(t, emPairs(w, []string{f})...)
		}
		return t, nil
	}
}

func emCmp(w map[string]any) (any, error) {
	if yes, ok := take(w, "trans"); ok && yes != false {
		w["flags"] = uint64(1)
	}
	if _, ok := w["opnd"]; !ok {
		w["opnd"] = "eq"
	}
	if err := emPlace(w); err != nil {
		return nil, err
	}
	t := emPairs(w, []string{"val", "value"}, []string{"mask"}, []string{"off", "offset"}, []string{"align"}, []string{"flags"}, []string{"layer"}, []string{"opnd", "op"})
	if _, ok := t.Get("align"); !ok {
		return nil, orMissing(nil, "align (\"u8\", \"u16\" or \"u32\")")
	}
	return t, nil
}

// emPlace sees to the layer, which is that of the network where none is said, and to the offset.
func emPlace(w map[string]any) error {
	said, ok := w["layer"]
	if !ok {
		w["layer"] = "network"
	} else if said == "tcp" { // tc's other word
		w["layer"] = "transport"
	}
	for _, word := range []string{"off", "offset", "at"} {
		if v, ok := w[word]; ok {
			if n, err := whole(v); err != nil || n < 0 || n > math.MaxUint16 {
				return fmt.Errorf("%s: want 0 to %d bytes, got %s", word, math.MaxUint16, shown(v))
			}
		}
	}
	return nil
}

func emU32(w map[string]any) (any, error) {
	next, _ := take(w, "nexthdr")
	align, _ := take(w, "align")
	t := emPairs(w, []string{"key_val", "val", "value"}, []string{"key_mask", "mask"}, []string{"key_off", "off", "offset", "at"})
	if err := emAlign(t, align); err != nil {
		return nil, err
	}
	if next == true {
		t = append(t, codec.Pair{Name: "key_offmask", Value: int64(-1)})
	}
	value, _ := t.Get("key_val")
	mask, _ := t.Get("key_mask")
	if v, err := whole(value); err == nil {
		if m, err := whole(mask); err == nil {
			t = append(slices.DeleteFunc(t, func(p codec.Pair) bool { return p.Name == "key_val" }), codec.Pair{Name: "key_val", Value: uint64(v & m)})
		}
	}
	return t, nil
}

// emAlign moves a byte or a half word to its place in the word that the kernel compares.
func emAlign(t codec.Table, align any) error {
	if align == nil {
		align = "u32"
	}
	word, _ := align.(string)
	size := map[string]int64{"u8": 1, "u16": 2, "u32": 4}[word]
	if size == 0 {
		return fmt.Errorf("align: want \"u8\", \"u16\" or \"u32\", got %s", shown(align))
	}
	offset := int64(0)
	for i := range t {
		if t[i].Name == "key_off" {
			n, err := whole(t[i].Value)
			if err != nil {
				return fmt.Errorf("offset: %w", err)
			}
			if offset = n; size < 4 {
				t[i].Value = n &^ 3
			}
		}
	}
	for i := range t {
		if t[i].Name == "key_off" || size == 4 {
			continue
		}
		n, err := whole(t[i].Value)
		if err != nil {
			return fmt.Errorf("%s: %w", strings.TrimPrefix(t[i].Name, "key_"), err)
		}
		if n < 0 || n>>(8*size) != 0 || offset&3+size > 4 {
			return fmt.Errorf("%d at %d does not fit in %v", n, offset, align)
		}
		t[i].Value = uint64(n << (8 * (4 - size - offset&3)))
	}
	return nil
}

func emNbyte(w map[string]any) (any, error) {
	needle, ok := take(w, "pattern", "needle")
	s, isText := needle.(string)
	if !ok || !isText || s == "" {
		return nil, orMissing(nil, "pattern")
	}
	if err := emPlace(w); err != nil {
		return nil, err
	}
	t := emPairs(w, []string{"off", "offset", "at"}, []string{"layer"})
	return append(t, codec.Pair{Name: "len", Value: uint64(len(s))}, codec.Pair{Name: "pattern", Value: s}), nil
}

func emText(w map[string]any) (any, error) {
	needle, ok := take(w, "pattern", "needle")
	s, isText := needle.(string)
	if !ok || !isText || s == "" {
		return nil, orMissing(nil, "pattern")
	}
	if _, ok := w["algo"]; !ok {
		w["algo"] = "kmp"
	}
	t := emPairs(w, []string{"algo"}, []string{"from_offset", "from"}, []string{"to_offset", "to"}, []string{"from_layer"}, []string{"to_layer"})
	return append(t, codec.Pair{Name: "pattern_len", Value: uint64(len(s))}, codec.Pair{Name: "pattern", Value: s}), nil
}

// emMeta compares something that the kernel knows of a packet with a number, a text, or another such thing: object and value.
func emMeta(w map[string]any) (any, error) {
	object, ok := take(w, "object", "id")
	if !ok {
		return nil, orMissing(nil, "object")
	}
	left := codec.Table{{Name: "kind", Value: object}}
	if t, ok := object.(codec.Table); ok {
		left = t
	}
	for _, word := range []string{"op", "opnd", "shift", "mask"} {
		if v, ok := take(w, word); ok {
			left = append(left, codec.Pair{Name: word, Value: v})
		}
	}
	value, ok := take(w, "value", "val")
	if !ok {
		return nil, orMissing(nil, "value")
	}
	kind := uint64(1) // TCF_META_TYPE_INT
	hdr := codec.Table{}
	var t codec.Table
	if right, ok := value.(codec.Table); ok {
		if err := emObject(right, "right", &hdr, &t); err != nil {
			return nil, fmt.Errorf("value: %w", err)
		}
	} else if n, err := emOperand(value); err == nil {
		t = codec.Table{{Name: "rvalue", Value: n}}
	} else if s, isText := value.(string); isText {
		kind = 0 // TCF_META_TYPE_VAR
		t = codec.Table{{Name: "rvalue", Value: []byte(s)}}
	} else {
		return nil, err
	}
	if err := emObject(left, "left", &hdr, &t); err != nil {
		return nil, err
	}
	if _, masked := t.Get("lvalue"); masked && kind == 0 {
		t = slices.DeleteFunc(t, func(p codec.Pair) bool {
			return p.Name == "lvalue" && len(p.Value.([]byte)) == 4 && binary.NativeEndian.Uint32(p.Value.([]byte)) == 0
		})
	}
	hdr = append(hdr, codec.Pair{Name: "left_type", Value: kind}, codec.Pair{Name: "right_type", Value: kind})
	return append(codec.Table{{Name: "hdr", Value: hdr}}, t...), nil
}

// emObject writes {kind, op, shift, mask} as a side of a comparison; without a mask its number is 0, as tc says it.
func emObject(object codec.Table, side string, hdr, t *codec.Table) error {
	mask := nativeU32(nil, 0)
	op := any("eq")
	for _, p := range object {
		switch p.Name {
		case "kind", "object", "id":
			*hdr = append(*hdr, codec.Pair{Name: side + "_id", Value: p.Value})
		case "op", "opnd":
			op = p.Value
		case "shift":
			*hdr = append(*hdr, codec.Pair{Name: side + "_shift", Value: p.Value})
		case "mask":
			var err error
			if mask, err = emOperand(p.Value); err != nil {
				return fmt.Errorf("mask: %w", err)
			}
		default:
			return fmt.Errorf("unknown %q: an object has kind, op, shift, mask", p.Name)
		}
	}
	if side == "left" {
		*hdr = append(*hdr, codec.Pair{Name: "left_op", Value: op})
	}
	*t = append(*t, codec.Pair{Name: side[:1] + "value", Value: mask})
	return nil
}

func emOperand(v any) ([]byte, error) {
	n, err := whole(v)
	if err == nil && (n < 0 || n > math.MaxUint32) {
		err = fmt.Errorf("%d does not fit in 32 bits", n)
	}
	return nativeU32(nil, uint32(n)), err
}

// emIPSet takes the name or index of a set and its directions "src,dst" (IPSET_DIM_*: a bit a dimension, set for src).
func emIPSet(w map[string]any) (any, error) {
	dir, ok := take(w, "direction", "mode", "dir")
	if !ok {
		return nil, orMissing(nil, "direction (\"src\", \"dst\", \"src,dst\")")
	}
	var dim, flags uint64
	for _, d := range list(dir) {
		dim++
		switch d {
		case "src":
			flags |= 1 << dim
		case "dst":
		default:
			return nil, fmt.Errorf("direction: want \"src\" or \"dst\", got %s", shown(d))
		}
	}
	t := emPairs(w, []string{"index", "name", "set"})
	if len(t) == 0 {
		return nil, orMissing(nil, "index (the name or the number of the set)")
	}
	return append(t, codec.Pair{Name: "dim", Value: dim}, codec.Pair{Name: "flags", Value: flags}), nil
}

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
	build := emKinds()[w]
	if build == nil {
		return n, fmt.Errorf("match %q: unknown kind %q%s", p.text, w, Suggest(w, emKindNames()))
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
	words, err := emArgs(n.kind, args)
	if err == nil {
		n.data, err = build(words)
	}
	if err != nil {
		err = fmt.Errorf("match %q: %w", p.text, err)
	}
	return n, err
}

// emArgs gives the arguments of tc's text their names.
func emArgs(kind string, args []string) (map[string]any, error) {
	if kind == "meta" {
		return emMetaArgs(args)
	}
	w := map[string]any{}
	place := map[string][]string{"cmp": {"align"}, "u32": {"align", "value", "mask"}, "nbyte": {"pattern"}, "text": {"algo", "pattern"}, "ipset": {"index", "direction"}}[kind]
	for i := 0; i < len(args); i++ {
		a := args[i]
		if i < len(place) {
			w[place[i]] = strings.TrimPrefix(a, `"`)
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
		if kind == "u32" && a == "at" && strings.HasPrefix(v, "nexthdr+") {
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
	if kind == "u32" {
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
