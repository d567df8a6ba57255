package request

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"nlua/rtnl/codec"
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
		if isTable(v) {
			return 0, errors.New("want a verdict's name, or one with a number such as {goto_chain = 5}")
		}
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
		kind("police", finishPolice, words(tcRateWords, tcPeakWords, policeWords())...),
		kind("bpf", then(actPipe, "parms"), tcWord{Name: "bytecode", Do: bpfBytecode, Doc: "Classic BPF as text."}),
		kind("connmark", then(actPipe, "parms")),
		kind("csum", then(actOK, "parms"), tcWord{Name: "update", Do: csumUpdate, Doc: "Headers whose sum is computed: \"ip4h\", \"tcp\", \"udp\" and so on; a list."}),
		kind("ct", finishCt, ctWords()...),
		kind("ctinfo", then(actPipe, "act"), ctinfoWords()...),
		kind("gate", then(actPipe, "parms"), tcWord{Name: "sched_entries", Do: gateEntries, Doc: "The schedule: a list of {gate = \"open\" or \"close\", interval, ipv, max_octets}."},
			tcWord{Name: "sched_entry", Do: gateEntries, Doc: "As sched_entries."}),
		kind("ife", finishIfe, ifeWords...),
		kind("mpls", then(actPipe, "parms"), tcWord{Name: "protocol", Path: "proto", Hint: codec.Ether, Doc: "Protocol of the new header, or of what is left."}),
		kind("nat", then(actOK, "parms"), natWords...),
		kind("pedit", finishPedit, tcWord{Name: "munge", Do: seen, Doc: "Changes: \"ip ttl set 63\", \"eth dst set aa:bb:..\"; a text or a list."}, tcWord{Name: "keys", Do: seen, Doc: "Changes as {htype, cmd, mask, val, off, at, offmask, shift}."}),
		kind("sample", then(actPipe, "parms"), tcWord{Name: "group", Path: "psample_group", Doc: "psample group."}, tcWord{Name: "trunc", Path: "trunc_size", Doc: "Bytes of each packet that are kept."}),
		kind("simple", then(actPipe, "parms"), tcWord{Name: "sdata", Path: "data", Doc: "Text that is written to the kernel's log."}),
		kind("skbedit", finishSkbedit, tcWord{Name: "inheritdsfield", Do: flagTo(0x20, "flags"), Hint: codec.Bool, Doc: "Take the priority from the DS field."},
			tcWord{Name: "mark", Do: skbeditMark, Doc: "Mark that the packet gets: \"value/mask\"."},
			tcWord{Name: "queue_mapping", Do: skbeditQueue, Doc: "Transmit queue: a number, or \"min-max\" by the packet's hash."}),
		kind("skbmod", finishSkbmod, tcWord{Name: "swap_mac", Do: flagTo(8, "parms", "flags"), Hint: codec.Bool, Doc: "Swap the hardware addresses."},
			tcWord{Name: "ecn", Do: flagTo(16, "parms", "flags"), Hint: codec.Bool, Doc: "Mark congestion."}),
		kind("tunnel_key", finishTunnelKey, tunnelKeyWords()...),
		kind("vlan", finishVlan, vlanWords...),
	}
})

// actionList reads one action, or a list of them, into what TCA_ACT_PRIO_* hold.
func actionList(b *builder, v any) ([]any, error) {
	l := elements(v)
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
			if _, err := verdict(s); err != nil && tcActionSub().Case(s) != nil {
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
	if tcActionSub().Case(kind) == nil {
		if _, raw := t.Get("options"); !raw {
			var all []string
			for c := range tcActionSub().All() {
				all = append(all, c.Value)
			}
			return nil, fmt.Errorf("unknown kind of action %q%s", kind, Suggest(kind, all))
		}
		return t, nil
	}
	act, opts, err := splitAction(kind, t)
	if err != nil {
		return nil, err
	}
	options, err := actionOptions(b, kind, opts)
	if err != nil {
		return nil, err
	}
	return append(act, codec.Pair{Name: "options", Value: options}), nil
}

// splitAction parts what all actions have from the words of the kind.
func splitAction(kind string, t codec.Table) (act, opts codec.Table, err error) {
	act = codec.Table{{Name: "kind", Value: kind}}
	flags := uint64(0)
	for _, p := range t {
		switch p.Name {
		case "kind":
		case "cookie":
			c, err := hexBytes(p.Value)
			if err != nil || len(c) > 16 {
				return nil, nil, errors.New("cookie: want up to 16 bytes in hexadecimal")
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
				return nil, nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			if yes {
				flags |= map[string]uint64{"no_percpu": 1, "skip_hw": 2, "skip_sw": 4}[p.Name]
			}
		default:
			opts = append(opts, p)
		}
	}
	if flags != 0 {
		act = append(act, codec.Pair{Name: "flags", Value: flags})
	}
	return act, opts, nil
}

// actionOptions reads the words of an action's kind. The words of the request are put back behind it.
func actionOptions(b *builder, kind string, kw codec.Table) (codec.Table, error) {
	outer := b.word
	o := &tcOpts{b: b, use: tcAction}
	o.kind, o.set = tcKindOf(tcActions(), kind, tcAction, tcActionSub())
	err := o.run(kw)
	word := b.word
	b.word = outer
	if err != nil {
		if word != "" && word != outer {
			return nil, fmt.Errorf("%s: %s: %w", kind, word, err)
		}
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	if _, err := b.enc.Encode(o.set, nil, o.table()); err != nil {
		return nil, o.blame(kind, err)
	}
	return o.table(), nil
}

// blame finds the word whose value cannot be written: the kernel's name of it says little to who gave it.
func (o *tcOpts) blame(kind string, err error) error {
	for _, it := range o.items {
		one := tcOpts{items: []item{it}}
		var at *codec.Error
		if _, err := o.b.enc.Encode(o.set, nil, one.table()); it.word != "" && errors.As(err, &at) {
			return fmt.Errorf("%s: %s: %w", kind, it.word, &codec.Error{Msg: at.Msg})
		}
	}
	return err
}
