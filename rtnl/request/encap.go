package request

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// encapRow is RTA_ENCAP_TYPE: its enum holds the words for types.
func encapRow() *codec.Row { return spec.Route.Named("encap_type") }

// setEncap puts the type and the payload of a lightweight tunnel.
func setEncap(b *builder, v any) error {
	t, isTable := v.(codec.Table)
	if b.filtering {
		if typ, ok := t.Get("type"); isTable && ok {
			b.attr(typ, "encap_type")
			t = without(t, "type")
		}
		if len(t) > 0 {
			b.attr(t, "encap")
		}
		return nil
	}
	beside, _ := b.given("encap_type")
	typ, encap, err := b.encap(v, beside)
	if err != nil {
		return err
	}
	if !b.says("encap_type") {
		b.attr(typ, "encap_type")
	}
	b.attr(encap, "encap")
	return nil
}

// encap reads {type = ..., the type's keywords}. A table without a type is the payload as it is read, for encap_type given beside it,
// which is nil where it is not.
func (b *builder) encap(v, beside any) (typ uint64, encap codec.Table, err error) {
	t, ok := v.(codec.Table)
	if !ok {
		return 0, nil, errors.New(`want a table: {type = "mpls", labels = 200}`)
	}
	said, ok := t.Get("type")
	if !ok {
		if said = beside; said == nil {
			return 0, nil, fmt.Errorf("type is missing: one of %s", strings.Join(encapRow().Enum.Names(), ", "))
		}
	}
	if typ, err = b.number(encapRow(), said); err != nil {
		return 0, nil, err
	}
	t = without(t, "type")
	switch encapRow().Enum.NameOf(typ) {
	case "mpls":
		t = renamed(t, "labels", "dst")
	case "seg6":
		if t, err = packSRH(t, "mode", "segs", "hmac"); err == nil {
			if srh, ok := t.Get("srh"); ok && valueIn(srh, "mode") == "inline" {
				inlineSRH(t)
			}
		}
	case "rpl":
		t, err = packSRH(t, "segs")
	case "seg6local":
		t, err = seg6local(t)
	case "bpf":
		t = bpfEncap(t)
	case "ioam6":
		t, err = ioam6Encap(t)
	case "ip", "ip6":
		t = tunnelEncap(t)
	}
	return typ, t, err
}

// without returns a table without a name.
func without(t codec.Table, name string) codec.Table {
	return slices.DeleteFunc(slices.Clone(t), func(p codec.Pair) bool { return p.Name == name })
}

// renamed returns a table with one name changed.
func renamed(t codec.Table, from, to string) codec.Table {
	t = slices.Clone(t)
	for i := range t {
		if t[i].Name == from {
			t[i].Name = to
		}
	}
	return t
}

// packSRH collects a routing header's words into its attribute, unless the script gives that.
func packSRH(t codec.Table, words ...string) (codec.Table, error) {
	var srh, rest codec.Table
	for _, p := range t {
		if slices.Contains(words, p.Name) {
			srh = append(srh, p)
		} else {
			rest = append(rest, p)
		}
	}
	if len(srh) == 0 {
		if _, ok := t.Get("srh"); !ok {
			return nil, errors.New("segs, the list of segments, is missing")
		}
		return t, nil
	}
	return append(rest, codec.Pair{Name: "srh", Value: srh}), nil
}

// valueIn returns a value of a table, nil where it has none or is no table.
func valueIn(v any, name string) any {
	t, _ := v.(codec.Table)
	v, _ = t.Get(name)
	return v
}

// inlineSRH adds the place where the kernel puts a packet's own destination, as ip-route(8) does: the last segment of an inserted
// header is "::".
func inlineSRH(t codec.Table) {
	v, _ := t.Get("srh")
	srh, _ := v.(codec.Table)
	for i := range srh {
		if srh[i].Name != "segs" {
			continue
		}
		switch x := srh[i].Value.(type) {
		case string:
			if x != "::" && !strings.HasSuffix(x, ",::") {
				srh[i].Value = x + ",::"
			}
		case []any:
			if len(x) > 0 && x[len(x)-1] != "::" {
				srh[i].Value = append(slices.Clone(x), "::")
			}
		}
	}
}

// seg6local: the routing header, flavors and bpf may be said shortly.
func seg6local(t codec.Table) (codec.Table, error) {
	if _, ok := t.Get("segs"); ok {
		t, _ = packSRH(t, "segs", "hmac")
	}
	if action := valueIn(t, "action"); action == "End.B6" || action == 9.0 {
		inlineSRH(t)
	}
	t = slices.Clone(t)
	for i := range t {
		switch p := &t[i]; p.Name {
		case "flavors":
			if _, isTable := p.Value.(codec.Table); !isTable {
				p.Value = codec.Table{{Name: "operation", Value: p.Value}}
			}
		case "bpf":
			if prog, ok := p.Value.(codec.Table); ok {
				p.Value = renamed(renamed(prog, "fd", "prog"), "name", "prog_name")
			}
		case "vrftable":
			p.Name = "vrf_table"
		}
	}
	if _, ok := t.Get("action"); !ok {
		return nil, errors.New("action is missing")
	}
	return t, nil
}

// bpfEncap: pyroute2 has the headroom in the program that transmits.
func bpfEncap(t codec.Table) codec.Table {
	t = slices.Clone(t)
	for i := range t {
		prog, ok := t[i].Value.(codec.Table)
		if !ok {
			continue
		}
		if room, ok := prog.Get("headroom"); ok {
			t[i].Value = without(prog, "headroom")
			t = append(t, codec.Pair{Name: "xmit_headroom", Value: room})
		}
	}
	return t
}

// ioam6Encap takes the words of ip-route(8) beside the kernel's: freq = "1/5", tundst, tunsrc, and a trace of {type =, ns =, size =}, whose
// type is 24 bits and whose size is in bytes. Each packet, and inline, is what it is where nothing is said.
func ioam6Encap(t codec.Table) (codec.Table, error) {
	t = renamed(renamed(t, "tundst", "dst"), "tunsrc", "src")
	for i := range t {
		switch p := &t[i]; {
		case p.Name == "trace" && (valueIn(p.Value, "ns") != nil || valueIn(p.Value, "size") != nil):
			trace := renamed(renamed(p.Value.(codec.Table), "ns", "namespace_id"), "size", "remlen")
			for j := range trace {
				n, err := whole(trace[j].Value)
				switch q := &trace[j]; {
				case err != nil:
					return nil, fmt.Errorf("trace.%s: %w", q.Name, err)
				case q.Name == "type" && (n < 1 || n >= 1<<24), q.Name == "remlen" && (n < 4 || n > 244 || n%4 != 0):
					return nil, errors.New("trace: want a type of 24 bits, and a size in steps of 4 up to 244")
				case q.Name == "type":
					q.Value = uint64(n) << 8
				case q.Name == "remlen":
					q.Value = uint64(n) / 4
				}
			}
			p.Value = trace
		case p.Name == "freq":
			text, _ := p.Value.(string)
			k, n, ok := strings.Cut(text, "/")
			if !ok {
				return nil, errors.New(`freq: want "k/n": k packets of n`)
			}
			t = append(without(t, "freq"), codec.Pair{Name: "freq_k", Value: k}, codec.Pair{Name: "freq_n", Value: n})
			return ioam6Encap(t)
		}
	}
	for _, p := range []codec.Pair{{Name: "freq_k", Value: uint64(1)}, {Name: "freq_n", Value: uint64(1)}, {Name: "mode", Value: "inline"}} {
		if _, said := t.Get(p.Name); !said {
			t = append(t, p)
		}
	}
	return t, nil
}

// tunnelEncap: options may stand beside the other words, as in ip-route(8).
func tunnelEncap(t codec.Table) codec.Table {
	var opts, rest codec.Table
	for _, p := range t {
		switch p.Name {
		case "geneve_opts":
			opts = append(opts, codec.Pair{Name: "geneve", Value: p.Value})
		case "vxlan_opts":
			opts = append(opts, codec.Pair{Name: "vxlan", Value: p.Value})
		case "erspan_opts":
			opts = append(opts, codec.Pair{Name: "erspan", Value: p.Value})
		default:
			rest = append(rest, p)
		}
	}
	if len(opts) > 0 {
		rest = append(rest, codec.Pair{Name: "opts", Value: opts})
	}
	return rest
}
