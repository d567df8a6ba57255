package spec

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

// member is a field of a C structure, at its place.
type member struct {
	name      string
	off, size int
	kind      codec.Kind // Uint, Int, UintBE; Bytes: an array, or a union
}

// cStruct is a structure of a header. whole: each member is known.
type cStruct struct {
	members     []member
	size, align int
	whole       bool
}

var (
	cStart    = regexp.MustCompile(`(?m)^struct (\w+) ?\{`)
	cOnly     = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`) // definitions are kept
	cLine     = regexp.MustCompile(`(?m)^[ \t]*#[^\n]*`)
	cGen      = regexp.MustCompile(`#define tc_gen((?:.*\\\n)+.*)\n`)
	cDefine   = regexp.MustCompile(`(?m)^#\s*define\s+(\w+)\s+\(?(\w+)\)?\s*$`)
	cMember   = regexp.MustCompile(`^(?:const )?((?:(?:un)?signed )?(?:struct \w+|enum \w+|\w+)) ([\w\s,\[\]\*+]+)$`)
	cArray    = regexp.MustCompile(`^(\w+)((?:\[[\w+]*\])*)$`)
	cIntegers = map[string]member{
		"__u8": {size: 1, kind: codec.Uint}, "__u16": {size: 2, kind: codec.Uint}, "__u32": {size: 4, kind: codec.Uint}, "__u64": {size: 8, kind: codec.Uint}, "__be16": {size: 2, kind: codec.UintBE},
		"__be32": {size: 4, kind: codec.UintBE}, "__be64": {size: 8, kind: codec.UintBE}, "__s8": {size: 1, kind: codec.Int}, "__s16": {size: 2, kind: codec.Int}, "__s32": {size: 4, kind: codec.Int},
		"__s64": {size: 8, kind: codec.Int}, "int": {size: 4, kind: codec.Int}, "unsigned int": {size: 4, kind: codec.Uint}, "unsigned": {size: 4, kind: codec.Uint}, "short": {size: 2, kind: codec.Int}, "unsigned short": {size: 2, kind: codec.Uint},
		"char": {size: 1, kind: codec.Uint}, "unsigned char": {size: 1, kind: codec.Uint}, "signed char": {size: 1, kind: codec.Int},
	}
)

// headerStructs reads the structures of the UAPI headers that have neither bits nor unions nor pointers.
func headerStructs(t *testing.T) map[string]cStruct {
	var text strings.Builder
	for _, file := range headerFiles(t, "*.h", "can/*.h", "tc_act/*.h", "tc_ematch/*.h", "netfilter/*.h") {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(b)
	}
	src := cOnly.ReplaceAllString(text.String(), " ")
	numbers := map[string]int{}
	for name, n := range headerEnums(t) {
		numbers[name] = int(n)
	}
	for _, m := range cDefine.FindAllStringSubmatch(src, -1) {
		if n, err := strconv.ParseInt(m[2], 0, 32); err == nil {
			numbers[m[1]] = int(n)
		}
	}
	bodies := map[string]string{}
	if m := cGen.FindStringSubmatch(src); m != nil { // what actions have in common
		src = strings.ReplaceAll(src, "tc_gen;", strings.ReplaceAll(m[1], "\\", " ")+";")
	}
	for _, at := range cStart.FindAllStringSubmatchIndex(src, -1) {
		rest := src[at[1]:]
		if end := strings.IndexByte(rest, '}'); end >= 0 && !strings.Contains(rest[:end], "{") {
			bodies[src[at[2]:at[3]]] = cLine.ReplaceAllString(rest[:end], "")
		}
	}
	all := map[string]cStruct{}
	var lay func(name string) (cStruct, bool)
	lay = func(name string) (cStruct, bool) {
		if s, ok := all[name]; ok {
			return s, s.whole
		}
		s := cStruct{align: 1, whole: true}
		body, ok := bodies[name]
		if !ok {
			return s, false
		}
		for _, line := range strings.Split(body, ";") {
			line = strings.Join(strings.Fields(line), " ")
			if line == "" {
				continue
			}
			m := cMember.FindStringSubmatch(line)
			if m == nil || strings.Contains(line, "*") {
				s.whole = false
				break
			}
			one, known := cIntegers[m[1]]
			align := one.size
			if inner, ok := strings.CutPrefix(m[1], "struct "); ok {
				var in cStruct
				if in, known = lay(inner); known {
					one, align = member{size: in.size, kind: codec.Nest}, in.align
				}
			}
			if !known {
				s.whole = false
				break
			}
			var in cStruct
			if inner, ok := strings.CutPrefix(m[1], "struct "); ok {
				in, _ = lay(inner)
			}
			for _, part := range strings.Split(m[2], ",") {
				a := cArray.FindStringSubmatch(strings.ReplaceAll(part, " ", ""))
				if a == nil {
					s.whole = false
					break
				}
				f := one
				f.name = a[1]
				for _, dim := range strings.FieldsFunc(strings.ReplaceAll(a[2], "[]", "[0]"), func(r rune) bool { return r == '[' || r == ']' }) {
					dim, one := strings.CutSuffix(dim, "+1")
					n, err := strconv.Atoi(dim)
					if d, ok := numbers[dim]; err != nil && ok {
						n, err = d, nil
					}
					if err != nil {
						s.whole = false
					}
					if one {
						n++
					}
					f.size, f.kind = f.size*n, codec.Bytes
				}
				f.off = (s.size + align - 1) / align * align
				s.size, s.align = f.off+f.size, max(s.align, align)
				s.members = append(s.members, f)
				if one.kind != codec.Nest && f.kind == codec.Bytes {
					for off := 0; off < f.size; off += one.size {
						s.members = append(s.members, member{f.name, f.off + off, one.size, one.kind})
					}
				}
				if f.kind == codec.Nest { // a field of ours may be the whole, or one of its members
					for _, g := range in.members {
						g.off += f.off
						s.members = append(s.members, g)
					}
				}
			}
		}
		s.size = (s.size + s.align - 1) / s.align * s.align
		all[name] = s
		return s, s.whole
	}
	for name := range bodies {
		lay(name)
	}
	return all
}

// otherwise are the structures that differ from those headers, with the reason.
var otherwise = map[string]string{
	"tc_fq_qd_stats":       "the kernel's is longer since 6.7",
	"tc_fq_codel_cl_stats": "as long as the other half of the union that it lies in",
	"ifla_cacheinfo":       "the kernel's specification has reachable_time with a sign",
	"ifla_vf_mac":          "the address is as long as the link's",
	"tcf_meta_hdr":         "the upper half of a kind is its type, the rest its number: two fields of ours",
}

// TestStructsOfHeaders compares size, place, width, sign and byte order of each field of a structure with the headers.
func TestStructsOfHeaders(t *testing.T) {
	headers := headerStructs(t)
	seen := map[*codec.Struct]bool{}
	compared := 0
	for _, set := range Sets() {
		s := set.Fixed
		if s == nil || seen[s] {
			continue
		}
		seen[s] = true
		h, ok := headers[s.Name]
		if !ok || !h.whole || otherwise[s.Name] != "" {
			continue
		}
		compared++
		if int(s.Size) != h.size && int(s.Size) != (h.size+3)&^3 { // of a message, what follows is aligned
			t.Errorf("struct %s has %d bytes, the headers say %d", s.Name, s.Size, h.size)
		}
		for i := range s.Fields {
			if f := &s.Fields[i]; int(f.Off) < h.size && !slices.ContainsFunc(h.members, func(m member) bool { return m.is(f) }) {
				t.Errorf("struct %s: no member is as %s at %d: kind %d, %d bytes", s.Name, f.Name, f.Off, f.Kind, f.Size)
			}
		}
	}
	if compared < 100 {
		t.Errorf("%d structures compared", compared)
	}
}

// is tells whether a member is what a field says.
func (m member) is(f *codec.Field) bool {
	switch f.Kind {
	case codec.Uint, codec.Int, codec.UintBE:
		return m.off == int(f.Off) && m.size == int(f.Size) && (m.kind == f.Kind || m.kind == codec.Bytes && f.Kind == codec.UintBE)
	}
	return m.off == int(f.Off) && (m.size == int(f.Size) || f.Size == 0)
}
