package request

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// tcVerdicts are what an action can tell the kernel to do next: TC_ACT_* under pyroute2's and tc's words.
var tcVerdicts = codec.Enum{Name: "control", Items: []codec.Item{
	{Value: 1<<64 - 1, Name: "unspec"}, {Value: 1<<64 - 1, Name: "continue"}, {Value: 0, Name: "ok"}, {Value: 0, Name: "pass"}, {Value: 1, Name: "reclassify"},
	{Value: 2, Name: "shot"}, {Value: 2, Name: "drop"}, {Value: 3, Name: "pipe"}, {Value: 4, Name: "stolen"}, {Value: 5, Name: "queued"}, {Value: 6, Name: "repeat"},
	{Value: 7, Name: "redirect"}, {Value: 8, Name: "trap"},
}}

// Verdicts with a number: TC_ACT_JUMP, TC_ACT_GOTO_CHAIN (include/uapi/linux/pkt_cls.h).
const (
	actJump      = 1 << 28
	actGotoChain = 2 << 28
)

// verdict reads what comes next: a word, a number, "goto_chain 5", "jump 2", {goto_chain = 5}.
func verdict(v any) (int64, error) {
	word, arg := "", any(nil)
	switch x := v.(type) {
	case string:
		if n, ok := tcVerdicts.ValueOf(x); ok {
			return int64(n), nil
		}
		f := strings.Fields(strings.Replace(x, "goto chain", "goto_chain", 1))
		if len(f) == 2 {
			word, arg = f[0], f[1]
		} else if n, err := whole(x); err == nil {
			return n, nil
		}
	case codec.Table:
		if len(x) == 1 {
			word, arg = x[0].Name, x[0].Value
		}
	default:
		return whole(v)
	}
	opcode := map[string]int64{"jump": actJump, "goto_chain": actGotoChain}[word]
	if opcode == 0 {
		_, err := enumNumber(&tcVerdicts, fmt.Sprint(v))
		return 0, err
	}
	n, err := whole(arg)
	if err == nil && (n < 0 || n >= 1<<28) {
		err = fmt.Errorf("want a number below %d, got %d", 1<<28, n)
	}
	return opcode | n, err
}

// verdictTo is the hook of "action" and "control".
func verdictTo(path ...string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		n, err := verdict(v)
		if err == nil {
			o.put(n, path...)
		}
		return err
	}
}

// actWords are the words of all actions; parms is where the common structure lies.
func actWords(parms string) []tcWord {
	return []tcWord{
		{Name: "action", Do: verdictTo(parms, "action"), Enum: &tcVerdicts, Doc: "What comes next: \"ok\", \"drop\", \"pipe\", \"goto_chain 5\" and so on."},
		{Name: "control", Do: verdictTo(parms, "action"), Enum: &tcVerdicts, Doc: "As action."},
		{Name: "index", Path: parms + ".index", Doc: "Number of the action; the kernel chooses where it is 0."},
	}
}

// then sets what comes next where the script does not say.
func then(verdict int64, parms string) func(*tcOpts) error {
	return func(o *tcOpts) error {
		o.fallback(verdict, parms, "action")
		return nil
	}
}

const (
	actOK     = 0
	actPipe   = 3
	actStolen = 4
)

// tcActions are the kinds of actions.
var tcActions = sync.OnceValue(func() []tcKind {
	kind := func(name string, finish func(*tcOpts) error, more ...tcWord) tcKind {
		parms := "parms"
		switch name {
		case "police":
			parms = "tbf"
		case "ctinfo":
			parms = "act"
		case "pedit":
			parms = "parms_ex"
		}
		return tcKind{Name: name, Use: tcAction, Finish: finish, Words: append(more, actWords(parms)...)}
	}
	return []tcKind{
		kind("gact", then(actOK, "parms"), tcWord{Name: "random", Do: gactRandom, Doc: "At random: {type = \"netrand\" or \"determ\", action, val}."}),
		kind("mirred", finishMirred, mirredWords...),
		kind("police", finishPolice, words(tcRateWords, tcPeakWords, policeWords)...),
		kind("bpf", then(actPipe, "parms"), tcWord{Name: "bytecode", Do: bpfBytecode, Doc: "Classic BPF as text."}),
		kind("connmark", then(actPipe, "parms")),
		kind("csum", then(actOK, "parms"), tcWord{Name: "update", Do: csumUpdate, Doc: "Headers whose sum is computed: \"ip4h\", \"tcp\", \"udp\" and so on; a list."}),
		kind("ct", finishCt, ctWords...),
		kind("ctinfo", then(actPipe, "act"), ctinfoWords...),
		kind("gate", then(actPipe, "parms"), tcWord{Name: "sched_entries", Do: gateEntries, Doc: "The schedule: a list of {gate = \"open\" or \"close\", interval, ipv, max_octets}."},
			tcWord{Name: "sched_entry", Do: gateEntries, Doc: "As sched_entries."}),
		kind("ife", finishIfe, ifeWords...),
		kind("mpls", then(actPipe, "parms"), tcWord{Name: "protocol", Path: "proto", Hint: codec.Ether, Doc: "Protocol of the new header, or of what is left."}),
		kind("nat", then(actOK, "parms"), natWords...),
		kind("pedit", finishPedit, tcWord{Name: "munge", Do: seen, Doc: "Changes: \"ip ttl set 63\", \"eth dst set aa:bb:..\"; a text or a list."}, tcWord{Name: "keys", Do: seen, Doc: "Changes as {htype, cmd, mask, val, off, at, offmask, shift}."}),
		kind("sample", then(actPipe, "parms"), tcWord{Name: "group", Path: "psample_group", Doc: "psample group."}, tcWord{Name: "trunc", Path: "trunc_size", Doc: "Bytes of each packet that are kept."}),
		kind("simple", then(actPipe, "parms"), tcWord{Name: "sdata", Path: "data", Doc: "Text that is written to the kernel's log."}),
		kind("skbedit", finishSkbedit, tcWord{Name: "inheritdsfield", Do: flagTo(0x20, "flags"), Hint: codec.Bool, Doc: "Take the priority from the DS field."},
			tcWord{Name: "queue_mapping", Do: skbeditQueue, Doc: "Transmit queue: a number, or \"min-max\" by the packet's hash."}),
		kind("skbmod", finishSkbmod, tcWord{Name: "swap_mac", Do: flagTo(8, "parms", "flags"), Hint: codec.Bool, Doc: "Swap the hardware addresses."},
			tcWord{Name: "ecn", Do: flagTo(16, "parms", "flags"), Hint: codec.Bool, Doc: "Mark congestion."}),
		kind("tunnel_key", finishTunnelKey, tunnelKeyWords()...),
		kind("vlan", finishVlan, vlanWords...),
	}
})

// actionList reads one action, or a list of them, into what TCA_ACT_PRIO_* hold.
func actionList(b *builder, v any) ([]any, error) {
	l, ok := v.([]any)
	if !ok {
		l = []any{v}
	}
	if len(l) > 32 {
		return nil, fmt.Errorf("%d actions are too many: 32 fit", len(l))
	}
	var acts []any
	for i, e := range l {
		t, err := oneAction(b, e)
		if err != nil {
			if len(l) > 1 {
				err = fmt.Errorf("action %d: %w", i+1, err)
			}
			return nil, err
		}
		acts = append(acts, t)
	}
	return acts, nil
}

func oneAction(b *builder, v any) (codec.Table, error) {
	t, ok := v.(codec.Table)
	if !ok || len(t) == 1 && (t[0].Name == "goto_chain" || t[0].Name == "jump") {
		if s, isText := v.(string); isText { // the name of a kind that needs nothing more
			if _, err := verdict(s); err != nil && tcActionSub.Case(s) != nil {
				return oneAction(b, codec.Table{{Name: "kind", Value: s}})
			}
		}
		t = codec.Table{{Name: "kind", Value: "gact"}, {Name: "action", Value: v}}
	}
	k, _ := t.Get("kind")
	kind, ok := k.(string)
	if !ok {
		return nil, errors.New(`want a word, or a table {kind = "gact", ...}`)
	}
	if tcActionSub.Case(kind) == nil {
		if _, raw := t.Get("options"); !raw {
			var all []string
			eachCase(tcActionSub, func(c *codec.Case) bool { all = append(all, c.Value); return true })
			return nil, fmt.Errorf("unknown kind of action %q%s", kind, Suggest(kind, all))
		}
		return t, nil
	}
	act := codec.Table{{Name: "kind", Value: kind}}
	var opts codec.Table
	flags := uint64(0)
	for _, p := range t {
		switch p.Name {
		case "kind":
		case "cookie":
			c, err := hexBytes(p.Value, 0)
			if err != nil || len(c) > 16 {
				return nil, errors.New("cookie: want up to 16 bytes in hexadecimal")
			}
			act = append(act, codec.Pair{Name: "cookie", Value: c})
		case "hw_stats":
			v := p.Value
			switch v {
			case "disabled":
				v = codec.Table{{Name: "value", Value: uint64(0)}, {Name: "selector", Value: uint64(3)}}
			case "any":
				continue
			}
			act = append(act, codec.Pair{Name: "hw_stats", Value: v})
		case "no_percpu", "skip_hw", "skip_sw":
			yes, err := truth(p.Value)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			if yes {
				flags |= map[string]uint64{"no_percpu": 1, "skip_hw": 2, "skip_sw": 4}[p.Name]
			}
		default:
			opts = append(opts, p)
		}
	}
	options, err := actionOptions(b, kind, opts)
	if err != nil {
		return nil, err
	}
	act = append(act, codec.Pair{Name: "options", Value: options})
	if flags != 0 {
		act = append(act, codec.Pair{Name: "flags", Value: flags})
	}
	return act, nil
}

// actionOptions reads the words of an action's kind. The words of the request are put back behind it.
func actionOptions(b *builder, kind string, kw codec.Table) (codec.Table, error) {
	outer := b.word
	o := &tcOpts{b: b, use: tcAction}
	o.kind, o.set = tcKindOf(tcActions(), kind, tcAction, tcActionSub)
	err := o.run(kw)
	word := b.word
	b.word = outer
	if err != nil {
		if word != "" && word != outer {
			return nil, fmt.Errorf("%s: %s: %w", kind, word, err)
		}
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	return o.table(), nil
}

var policeWords = []tcWord{
	{Name: "avrate", Path: "avrate", Doc: "Rate as the estimator sees it."},
	{Name: "conform_exceed", Do: policeConform, Doc: "\"exceed/conform\": what comes next above and below the rate."},
	{Name: "exceed", Do: verdictTo("tbf", "action"), Doc: "As action: what comes next above the rate."},
	{Name: "conform", Do: verdictTo("result"), Doc: "What comes next below the rate, \"ok\" by default."},
	{Name: "pkts_rate", Do: seen, Doc: "Packets per second."},
	{Name: "pkts_burst", Do: seen, Doc: "Packets that may pass at once."},
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

// csumNames are tc's words beside those of the row.
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
	l, ok := v.([]any)
	if !ok {
		l = []any{v}
	}
	var entries []any
	for i, e := range l {
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
					return fmt.Errorf("entry %d: gate: want \"open\" or \"close\", got %v", i+1, p.Value)
				}
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

var ifeNames = map[string]string{"mark": "skbmark", "prio": "prio", "tcindex": "tcindex"}

func ifeAllow(o *tcOpts, v any) error {
	for _, n := range list(v) {
		attr := ifeNames[fmt.Sprint(n)]
		if attr == "" {
			return fmt.Errorf("want mark, prio or tcindex, got %v", n)
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
		attr := ifeNames[p.Name]
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
	{Name: "old", Do: natOld, Doc: "Addresses that are changed: a prefix."},
	{Name: "new", Path: "parms.new_addr", Doc: "The first of the new addresses."},
}

func natDirection(o *tcOpts, v any) error {
	switch v {
	case "ingress":
		o.put(uint64(0), "parms", "flags")
	case "egress":
		o.put(uint64(1), "parms", "flags")
	default:
		return fmt.Errorf("want \"ingress\" or \"egress\", got %v", v)
	}
	return nil
}

func natOld(o *tcOpts, v any) error {
	p, err := parsePrefix(v)
	if err != nil || !p.addr.Is4() {
		return fmt.Errorf("want an IPv4 prefix, got %v", v)
	}
	o.put(p.addr.String(), "parms", "old_addr")
	o.put(leadingOnes(p.bits, 4), "parms", "mask")
	return nil
}

func skbeditQueue(o *tcOpts, v any) error {
	low, high := span(v)
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
			if kind == "geneve" {
				o.put(values, "enc_opts", kind)
			} else {
				o.put(values[0], "enc_opts", kind)
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
			return fmt.Errorf("want an address, got %v", v)
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

// actionObject is the actions that stand alone: RTM_*ACTION.
var actionObject = Object{
	Name: "action",
	Doc:  "Actions of the traffic control that filters can share.",
	Set:  &spec.Action,
	Args: []string{"kind", "index"},
	Verbs: []Verb{
		{Name: "add", Type: unix.RTM_NEWACTION, Flags: fCreate, Doc: "make actions"},
		{Name: "replace", Also: []string{"change"}, Type: unix.RTM_NEWACTION, Flags: fReplace, Doc: "make or change actions"},
		{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELACTION, Flags: fReq, Doc: "remove an action"},
		{Name: "flush", Type: unix.RTM_DELACTION, Flags: fReq | unix.NLM_F_ROOT, Doc: "remove all actions of a kind that no filter uses"},
		{Name: "get", Type: unix.RTM_GETACTION, Flags: fReq, Doc: "read one action"},
		{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETACTION, Flags: fDump, Doc: "read the actions of a kind, in pages"},
	},
	Keywords: []Keyword{
		{Name: "kind", Path: "tab.kind", Doc: "Kind of action: \"gact\", \"mirred\", \"police\"."},
		{Name: "index", Path: "tab.index", Doc: "Number of the action."},
		{Name: "actions", Path: "tab", Only: "add replace", Doc: "Several actions at once: a list of tables."},
		{Name: "time_delta", Do: askHook("time_delta", false), Only: "dump", Hint: codec.Millis, Doc: "Only actions that were used within this time."},
	},
	Options: func(_ *Verb, kind string) []Word {
		if kind == "" {
			return nil
		}
		k, set := tcKindOf(tcActions(), kind, tcAction, tcActionSub)
		return kindWords(k, set)
	},
	Begin: beginAction,
}

// beginAction makes the list of actions from all keywords at once.
func beginAction(b *builder) error {
	if b.verb == nil {
		return nil
	}
	var rest, own codec.Table
	for _, p := range b.kw {
		if p.Name == "attrs" || p.Name == "time_delta" || p.Name == "match" {
			rest = append(rest, p)
		} else if p.Value != nil {
			own = append(own, p)
		}
	}
	b.kw = rest
	kind, _ := own.Get("kind")
	if b.verb.Type == unix.RTM_NEWACTION {
		list := any(own)
		if v, ok := own.Get("actions"); ok {
			if len(own) > 1 {
				return errors.New("actions comes beside other words")
			}
			list = v
		}
		acts, err := actionList(b, list)
		if err != nil {
			return err
		}
		b.attr(acts, "tab")
		return nil
	}
	name, ok := kind.(string)
	if !ok || name == "" {
		return orMissing(nil, "kind")
	}
	act := codec.Table{{Name: "kind", Value: name}}
	for _, p := range own {
		switch {
		case p.Name == "kind":
		case p.Name == "index" && !b.filtering && b.verb.Name != "flush":
			act = append(act, p)
		default:
			return fmt.Errorf("unknown keyword %q: %s %s takes kind%s", p.Name, b.obj.Name, b.said, map[bool]string{true: "", false: " and index"}[b.filtering || b.verb.Name == "flush"])
		}
	}
	if b.filtering {
		b.askAttr([]any{act}, "tab")
		b.askAttr(uint64(1), "flags") // TCA_FLAG_LARGE_DUMP_ON: more than 32 in a message
		return nil
	}
	if _, ok := own.Get("index"); !ok && b.verb.Name != "flush" {
		return orMissing(nil, "index")
	}
	b.attr([]any{act}, "tab")
	return nil
}
