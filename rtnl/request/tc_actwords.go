package request

import (
	"errors"
	"fmt"
	"strings"

	"nlua/rtnl/codec"
)

func policeWords() []tcWord {
	return []tcWord{
		{Name: "avrate", Path: "avrate", Doc: "Rate as the estimator sees it."},
		{Name: "conform_exceed", Do: policeConform, Doc: "\"exceed/conform\": what comes next above and below the rate."},
		{Name: "exceed", Do: verdictTo("tbf", "action"), Doc: "As action: what comes next above the rate."},
		{Name: "conform", Do: verdictTo("result"), Doc: "What comes next below the rate, \"ok\" by default."},
		{Name: "pkts_rate", Do: seen, Doc: "Packets per second."},
		{Name: "pkts_burst", Do: seen, Doc: "Packets that may pass at once."},
	}
}

func policeConform(o *tcOpts, v any) error {
	s, ok := v.(string)
	if !ok {
		return errors.New("want \"exceed/conform\"")
	}
	exceed, conform, both := strings.Cut(s, "/")
	if err := verdictTo("tbf", "action")(o, exceed); err != nil || !both {
		return err
	}
	return verdictTo("result")(o, conform)
}

func gactRandom(o *tcOpts, v any) error {
	t, ok := v.(codec.Table)
	if !ok {
		return errTable
	}
	var out codec.Table
	for _, p := range t {
		switch p.Name {
		case "type", "ptype":
			out = append(out, codec.Pair{Name: "ptype", Value: p.Value})
		case "val", "pval":
			out = append(out, codec.Pair{Name: "pval", Value: p.Value})
		case "action", "control", "paction":
			n, err := verdict(p.Value)
			if err != nil {
				return err
			}
			out = append(out, codec.Pair{Name: "paction", Value: n})
		default:
			return fmt.Errorf("unknown %q: random has type, action, val", p.Name)
		}
	}
	o.put(out, "prob")
	return nil
}

var mirredWords = []tcWord{
	{Name: "direction", Do: seen, Doc: "\"egress\" (default) or \"ingress\"."},
	{Name: "action", Do: seen, Doc: "\"redirect\" or \"mirror\"."},
	{Name: "ifindex", Path: "parms.ifindex", Doc: "The link: an index, a name, or a message."},
	{Name: "dev", Path: "parms.ifindex", Doc: "As ifindex."},
}

// finishMirred: a redirected packet is gone, a mirrored one goes on.
func finishMirred(o *tcOpts) error {
	if _, ok := o.given("eaction"); ok {
		o.word = "eaction"
		return errors.New(`say it by action = "redirect" or "mirror" and direction = "egress" or "ingress"`)
	}
	action, direction := any("redirect"), any("egress")
	if v, ok := o.given("action"); ok {
		action = v
	}
	if v, ok := o.given("direction"); ok {
		direction = v
	}
	code, ok := map[string]uint64{"egress redirect": 1, "egress mirror": 2, "ingress redirect": 3, "ingress mirror": 4}[fmt.Sprint(direction, " ", action)]
	if !ok {
		return fmt.Errorf("want action \"redirect\" or \"mirror\", direction \"egress\" or \"ingress\"")
	}
	if _, ok := o.at("parms", "ifindex"); !ok {
		if _, block := o.at("blockid"); !block {
			return orMissing(nil, "ifindex")
		}
	}
	o.word = ""
	o.put(code, "parms", "eaction")
	next := int64(actStolen)
	if code%2 == 0 {
		next = actPipe
	}
	o.fallback(next, "parms", "action")
	return nil
}

// csumUpdate reads which checksums are computed: a mask, the names of the row, or tc's words beside them.
func csumUpdate(o *tcOpts, v any) error {
	var names []any
	for _, n := range list(v) {
		switch n {
		case "and":
		case "ip4h", "ip", "ipv4h":
			names = append(names, "iph")
		default:
			names = append(names, n)
		}
	}
	if len(names) == 1 {
		if _, err := whole(names[0]); err == nil {
			o.put(names[0], "parms", "update_flags")
			return nil
		}
	}
	o.put(names, "parms", "update_flags")
	return nil
}

// gateEntries takes a list of {gate, interval, ipv, max_octets}, by name or place, or of tc's "open 200000000 -1 8000000".
func gateEntries(o *tcOpts, v any) error {
	var entries []any
	for i, e := range elements(v) {
		t, ok := e.(codec.Table)
		if !ok {
			for j, part := range list(e) {
				if j >= 4 {
					return fmt.Errorf("entry %d: want {gate, interval, ipv, max_octets}", i+1)
				}
				t = append(t, codec.Pair{Name: []string{"gate", "interval", "ipv", "max_octets"}[j], Value: part})
			}
		}
		out := codec.Table{}
		for _, p := range t {
			if p.Name == "gate" {
				switch p.Value {
				case "open", "OPEN", true:
					p.Value = true
				case "close", "CLOSE", false:
					continue
				default:
					return fmt.Errorf("entry %d: gate: want \"open\" or \"close\", got %s", i+1, shown(p.Value))
				}
			}
			if n, err := tcNumber(codec.Size, p.Value); p.Name == "max_octets" && err == nil { // -1 is any number
				p.Value = n
			}
			out = append(out, p)
		}
		for _, d := range []string{"ipv", "max_octets"} {
			if _, ok := out.Get(d); !ok {
				out = append(out, codec.Pair{Name: d, Value: int64(-1)})
			}
		}
		entries = append(entries, out)
	}
	o.put(entries, "entry_list", "one_entry")
	return nil
}

var ifeWords = []tcWord{
	{Name: "mode", Path: "parms.flags", Doc: "\"encode\" or \"decode\"."},
	{Name: "allow", Do: ifeAllow, Doc: "What of the packet is carried: \"mark\", \"prio\", \"tcindex\"; a list."},
	{Name: "use", Do: ifeUse, Doc: "What is carried instead of the packet's own: {mark = 17, prio = 3}."},
	{Name: "dst", Path: "dmac", Doc: "Destination hardware address."},
	{Name: "src", Path: "smac", Doc: "Source hardware address."},
}

func ifeNames() map[string]string {
	return map[string]string{"mark": "skbmark", "prio": "prio", "tcindex": "tcindex"}
}

func ifeAllow(o *tcOpts, v any) error {
	for _, n := range list(v) {
		attr := ifeNames()[fmt.Sprint(n)]
		if attr == "" {
			return fmt.Errorf("want mark, prio or tcindex, got %s", shown(n))
		}
		o.put([]byte{}, "metalst", attr)
	}
	return nil
}

func ifeUse(o *tcOpts, v any) error {
	t, ok := v.(codec.Table)
	if !ok {
		return errTable
	}
	for _, p := range t {
		attr := ifeNames()[p.Name]
		n, err := tcNumber(codec.NoHint, p.Value)
		if attr == "" || err != nil {
			return fmt.Errorf("want numbers of mark, prio, tcindex")
		}
		b := nativeU32(nil, uint32(n))
		if attr == "tcindex" {
			b = nativeU16(nil, uint16(n))
		}
		o.put(b, "metalst", attr)
	}
	return nil
}

func finishIfe(o *tcOpts) error {
	if _, ok := o.at("parms", "flags"); !ok {
		return orMissing(nil, "mode (\"encode\" or \"decode\")")
	}
	o.fallback(int64(actPipe), "parms", "action")
	return nil
}

var natWords = []tcWord{
	{Name: "direction", Do: natDirection, Doc: "\"ingress\" or \"egress\"."},
	{Name: "old", Do: natOld, Doc: "Addresses that are changed: a prefix, or \"any\"."},
	{Name: "new", Do: natNew, Doc: "The first of the new addresses; as many as are changed."},
}

func natDirection(o *tcOpts, v any) error {
	switch v {
	case "ingress":
		o.put(uint64(0), "parms", "flags")
	case "egress":
		o.put(uint64(1), "parms", "flags")
	default:
		return fmt.Errorf("want \"ingress\" or \"egress\", got %s", shown(v))
	}
	return nil
}

func natOld(o *tcOpts, v any) error {
	if v == "any" || v == "all" || v == "default" {
		v = "0.0.0.0/0"
	}
	p, err := parsePrefix(v)
	if err != nil || !p.addr.Is4() {
		return fmt.Errorf("want an IPv4 prefix or \"any\", got %s", shown(v))
	}
	o.put(p.addr.String(), "parms", "old_addr")
	o.put(leadingOnes(p.bits, 4), "parms", "mask")
	return nil
}

func natNew(o *tcOpts, v any) error {
	p, err := parsePrefix(v)
	if err != nil || !p.addr.Is4() {
		return fmt.Errorf("want an IPv4 address, got %s", shown(v))
	}
	o.put(p.addr.String(), "parms", "new_addr")
	return nil
}

// skbeditMark takes "mark/mask".
func skbeditMark(o *tcOpts, v any) error {
	value, mask, given := cutMask(v)
	o.put(value, "mark")
	if given {
		o.put(mask, "mask")
	}
	return nil
}

func skbeditQueue(o *tcOpts, v any) error {
	from, to := span(v)
	low, err := whole(from)
	if err != nil {
		return err
	}
	high, err := whole(to)
	if err != nil {
		return err
	}
	o.put(low, "queue_mapping")
	if low != high {
		o.put(high, "queue_mapping_max")
		return flagTo(0x40, "flags")(o, true)
	}
	return nil
}

func finishSkbedit(o *tcOpts) error {
	o.fallback(int64(actPipe), "parms", "action")
	return nil
}

func finishSkbmod(o *tcOpts) error {
	for _, f := range []struct {
		attr string
		bit  uint64
	}{{"dmac", 1}, {"smac", 2}, {"etype", 4}} {
		if _, ok := o.at(f.attr); ok {
			if err := flagTo(f.bit, "parms", "flags")(o, true); err != nil {
				return err
			}
		}
	}
	o.fallback(int64(actPipe), "parms", "action")
	return nil
}

func tunnelKeyWords() []tcWord {
	w := []tcWord{
		{Name: "t_action", Path: "parms.t_action", Doc: "\"set\" (default) or \"unset\"."},
		{Name: "src_ip", Do: familyTo("enc_ipv4_src", "enc_ipv6_src"), Doc: "Source address of the tunnel."},
		{Name: "dst_ip", Do: familyTo("enc_ipv4_dst", "enc_ipv6_dst"), Doc: "Destination address of the tunnel."},
		{Name: "id", Path: "enc_key_id", Doc: "Key of the tunnel: VNI and the like."},
		{Name: "dst_port", Path: "enc_dst_port", Doc: "UDP port of the tunnel."},
		{Name: "tos", Path: "enc_tos", Doc: "TOS of the tunnel."},
		{Name: "ttl", Path: "enc_ttl", Doc: "TTL of the tunnel."},
		{Name: "csum", Do: notBool("no_csum"), Hint: codec.Bool, Doc: "Compute the UDP checksum."},
		{Name: "nocsum", Path: "no_csum", Hint: codec.Bool, Doc: "Do not compute the UDP checksum."},
		{Name: "nofrag", Path: "no_frag", Hint: codec.Bool, Doc: "Do not fragment."},
	}
	for _, kind := range []string{"geneve", "vxlan", "erspan"} {
		w = append(w, tcWord{Name: kind + "_opts", Doc: "Options of the tunnel.", Do: func(o *tcOpts, v any) error {
			values, _, err := tunnelOptions(kind, v)
			if err != nil {
				return err
			}
			switch {
			case kind == "geneve":
				o.put(values, "enc_opts", kind)
			case len(values) == 1:
				o.put(values[0], "enc_opts", kind)
			default:
				return errors.New("want one set of options")
			}
			return nil
		}})
	}
	return w
}

func familyTo(ip4, ip6 string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		p, err := parsePrefix(v)
		if err != nil || p.hasLen {
			return fmt.Errorf("want an address, got %s", shown(v))
		}
		if p.addr.Is4() {
			o.put(v, ip4)
		} else {
			o.put(v, ip6)
		}
		return nil
	}
}

func finishTunnelKey(o *tcOpts) error {
	o.fallback("set", "parms", "t_action")
	if a, _ := o.at("parms", "t_action"); a == "release" {
		o.put("unset", "parms", "t_action")
	}
	o.fallback(int64(actPipe), "parms", "action")
	return nil
}

var vlanWords = []tcWord{
	{Name: "v_action", Path: "parms.v_action", Doc: "\"pop\", \"push\", \"modify\", \"pop_eth\", \"push_eth\"."},
	{Name: "id", Path: "push_vlan_id", Doc: "VLAN."},
	{Name: "protocol", Path: "push_vlan_protocol", Hint: codec.Ether, Doc: "\"802.1q\" (default) or \"802.1ad\"."},
	{Name: "priority", Path: "push_vlan_priority", Doc: "VLAN priority."},
	{Name: "dst_mac", Path: "push_eth_dst", Doc: "Destination hardware address of push_eth."},
	{Name: "src_mac", Path: "push_eth_src", Doc: "Source hardware address of push_eth."},
}

func finishVlan(o *tcOpts) error {
	if _, ok := o.at("parms", "v_action"); !ok {
		return orMissing(nil, "v_action")
	}
	o.fallback(int64(actPipe), "parms", "action")
	return nil
}
