package request

import (
	"math"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/gate"
	"nlua/rtnl/nl"
)

// source deals out a fuzzer's bytes.
type source struct{ b []byte }

func (s *source) next(n int) int {
	if len(s.b) == 0 {
		return 0
	}
	c := s.b[0]
	s.b = s.b[1:]
	return int(c) % n
}

var fuzzTexts = []string{"", "0", "eth0", "up", "10.0.0.1/8", "fe80::1/64", "default", "main", "1:10", "10mbit", "!arp", "a,b", "5-10", "vlan", "veth",
	"bridge_slave", "tuntap", "mpls", "200/300", "seg6", "02:00:00:00:00:01", "\x00\xff", "99999999999999999999", "-1", "auto", "all",
	"htb", "tbf", "netem", "red", "hfsc", "taprio", "ets", "u32", "flower", "basic", "bpf", "gact", "pedit", "police", "ct", "tunnel_key", "ip dst 10.0.0.0/8", "u16 1 ff at 2",
	"cmp(u8 at 0 eq 1)", "(", "ip ttl set 63", "frag/nofirstfrag", "S 01 300", "1@0", "0102:80:11/f:f:ff", "5%", "goto_chain 5", "800::1", "0x5/0xf+0", "1,6 0 0 1"}

var fuzzNumbers = []float64{0, 1, -1, 2, 7, 28, 255, 4094, 65536, 1 << 32, 1 << 53, 0.5, math.Inf(1), math.NaN()}

func (s *source) value(words []Word, depth int) any {
	switch s.next(9) {
	case 0:
		return s.next(2) == 0
	case 1:
		return fuzzNumbers[s.next(len(fuzzNumbers))]
	case 2, 3:
		return fuzzTexts[s.next(len(fuzzTexts))]
	case 4:
		if depth == 0 {
			return nil
		}
		var list []any
		for range s.next(4) {
			list = append(list, s.value(words, depth-1))
		}
		return list
	case 5, 6:
		if depth == 0 {
			return codec.Table{}
		}
		return s.table(words, depth-1)
	case 7:
		return func(any) bool { return true }
	}
	return []byte(fuzzTexts[s.next(len(fuzzTexts))])
}

func (s *source) table(words []Word, depth int) codec.Table {
	t := codec.Table{}
	for range s.next(5) {
		name, inner := fuzzTexts[s.next(len(fuzzTexts))], words
		if len(words) > 0 && s.next(8) != 0 {
			w := words[(s.next(256)<<8|s.next(256))%len(words)]
			name = w.Name
			if w.Set != nil {
				inner = nil
				for _, n := range setNames(w.Set) {
					inner = append(inner, Word{Name: n})
				}
			}
		}
		t = append(t, codec.Pair{Name: name, Value: s.value(inner, depth)})
	}
	return t
}

// FuzzBuild makes requests of nonsense: it may be refused, in words for people, but nothing panics, and what is built reads again.
func FuzzBuild(f *testing.F) {
	for i := range 64 {
		f.Add([]byte{byte(i), byte(i * 7), byte(i * 13), 3, byte(i), 200, byte(255 - i), 5, 2, byte(i), byte(i * 3), 1, 2, 3, 4, 5, 6, byte(i), 9, 8, 7})
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := &source{b}
		obj := object(s.next(len(objects)))
		verbs := obj.VerbNames()
		verb := verbs[s.next(len(verbs))]
		kinds := append(obj.KindNames(), "")
		kind := kinds[s.next(len(kinds))]
		kw := s.table(obj.Words(verb, kind), 3)
		if kind != "" && obj.Kind == "" {
			kw = append(codec.Table{{Name: "kind", Value: kind}}, kw...)
		}
		r, err := Build(obj, verb, kw, system)
		if (r == nil) == (err == nil) {
			t.Fatalf("%s %s %v: request %v with error %v", obj.Name, verb, kw, r, err)
		}
		if err != nil {
			if text := err.Error(); golang.MatchString(text) {
				t.Fatalf("%s %s %v: %s", obj.Name, verb, kw, text)
			}
			return
		}
		if r.Body != nil {
			if r.Mode == Ack {
				gate.Describe(nl.Message{Header: nl.Header{Type: r.Type, Flags: r.Flags}, Body: r.Body}, naming)
			}
			view := codec.ViewOf(r.Set, r.Body, nil)
			view.Tables()
			r.Filter.Match(&view)
			for off := range len(r.Body) + 40 {
				r.Keyword(off)
			}
		}
		if _, _, err := NewFilter(obj, kw, system); err != nil {
			_ = err.Error()
		}
	})
}
