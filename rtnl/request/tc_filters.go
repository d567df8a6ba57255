package request

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"sync"

	"nlua/rtnl/codec"
)

// tcCommon are the words of all filters.
func tcCommon(class string) []tcWord {
	return []tcWord{
		{Name: "classid", Path: class, Hint: codec.Handle, Doc: "Class that matching packets go to."},
		{Name: "flowid", Path: class, Hint: codec.Handle, Doc: "As classid."},
		{Name: "target", Path: class, Hint: codec.Handle, Doc: "As classid."},
		{Name: "action", Do: seen, Doc: "What happens to matching packets: a word, a table {kind = ...}, or a list of these."},
		{Name: "actions", Do: seen, Doc: "As action."},
	}
}

// tcOffload are the words of filters that devices can take over.
func tcOffload() []tcWord {
	return []tcWord{
		{Name: "skip_hw", Do: flagTo(1, "flags"), Hint: codec.Bool, Doc: "Keep the filter out of the device."},
		{Name: "skip_sw", Do: flagTo(2, "flags"), Hint: codec.Bool, Doc: "Keep the filter out of the kernel."},
		{Name: "verbose", Do: flagTo(16, "flags"), Hint: codec.Bool, Doc: "Say why the hardware does not take the filter."},
	}
}

// tcPolicer are the words of filters that have a policer of their own.
func tcPolicer() []tcWord {
	return words(tcRateWords, tcPeakWords, []tcWord{
		{Name: "limit", Do: seen, Doc: "Of no effect; pyroute2 asks for it beside rate."},
		{Name: "avrate", Do: seen, Hint: codec.Rate, Doc: "Rate as the estimator sees it."},
		{Name: "police", Do: seen, Doc: "A policer: {rate, burst, action}."},
	})
}

// tcFilters are the kinds of filters with words of their own.
var tcFilters = sync.OnceValue(func() []tcKind {
	return []tcKind{
		{Name: "u32", Use: tcFilter, Finish: finishU32, Words: words(tcCommon("classid"), tcPolicer(), tcOffload(), u32Words())},
		{Name: "flower", Use: tcFilter, Finish: finishFlower, Words: words(tcCommon("classid"), tcOffload(), flowerWords())},
		{Name: "matchall", Use: tcFilter, Finish: finishFilter, Words: words(tcCommon("classid"), tcOffload())},
		{Name: "basic", Use: tcFilter, Finish: finishFilter, Words: words(tcCommon("classid"), tcPolicer(), []tcWord{
			{Name: "em_kind", Do: seen, Doc: "Kind of those tables in match that have none."},
			{Name: "match", Do: basicMatch, Doc: "Extended matches: {kind = \"cmp\", ...}, a list of these with relation = \"and\" or \"or\", or tc's text."},
		})},
		{Name: "cgroup", Use: tcFilter, Finish: finishFilter, Words: words(tcCommon("classid")[3:], tcPolicer(), []tcWord{
			{Name: "match", Do: basicMatch, Doc: "Extended matches, as of basic."},
		})},
		{Name: "fw", Use: tcFilter, Alone: true, Finish: finishFilter, Words: words(tcCommon("classid"), tcPolicer())},
		{Name: "route", Use: tcFilter, Finish: finishRoute4, Words: words(tcCommon("classid"), tcPolicer())},
		{Name: "flow", Use: tcFilter, Finish: finishFlow, Words: words(tcCommon("baseclass"), tcPolicer(), []tcWord{
			{Name: "map", Do: flowMode(0), Doc: "Compute the class from one key: map = \"priority\"."},
			{Name: "mode", Path: "mode", Doc: "\"hash\" or \"map\", with keys or key beside it, instead of the words hash and map."},
			{Name: "keys", Do: flowKeys, Doc: "Keys that are hashed, with mode: \"src,dst\", or a list."},
			{Name: "key", Do: flowKeys, Doc: "Key that is mapped, with mode."},
			{Name: "ops", Do: flowOps, Doc: "What is done to the key of a map: a list of {op = \"and\", \"or\", \"xor\", \"rshift\" or \"addend\", num}."},
			{Name: "hash", Do: flowMode(1), Doc: "Hash keys: hash = {\"src\", \"dst\"}."},
			{Name: "match", Do: basicMatch, Doc: "Extended matches, as of basic."},
		})},
		{Name: "bpf", Use: tcFilter, Finish: finishFilter, Words: words(tcCommon("classid"), tcPolicer(), []tcWord{
			{Name: "direct_action", Do: flagTo(1, "flags"), Hint: codec.Bool, Doc: "The program's result is the action."},
			{Name: "da", Do: flagTo(1, "flags"), Hint: codec.Bool, Doc: "As direct_action."},
			{Name: "skip_hw", Do: flagTo(1, "flags_gen"), Hint: codec.Bool, Doc: "Keep the filter out of the device."},
			{Name: "skip_sw", Do: flagTo(2, "flags_gen"), Hint: codec.Bool, Doc: "Keep the filter out of the kernel."},
			{Name: "bytecode", Do: bpfBytecode, Doc: "Classic BPF: \"n,code jt jf k,...\", as `tcpdump -ddd` prints it."},
		})},
	}
})

// flagTo sets or clears a bit of a number among the options.
func flagTo(bit uint64, path ...string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		yes, err := truth(v)
		if err != nil {
			return err
		}
		old, _ := o.at(path...)
		n, err := whole(orZero(old))
		if err != nil {
			return err
		}
		if n &^= int64(bit); yes {
			n |= int64(bit)
		}
		o.replace(n, path...)
		return nil
	}
}

// finishFilter adds the actions and the policer. As in pyroute2 a rate makes a policer, whose action then is the word "action".
func finishFilter(o *tcOpts) error {
	police, isPoliced := o.given("police")
	rated := false
	for _, w := range []string{"rate", "avrate", "peak", "peakrate"} {
		if _, ok := o.given(w); ok && o.kind.word(w) != nil {
			rated = true
		}
	}
	action, acts := o.given("action", "actions")
	if isPoliced && rated {
		return errors.New("police comes beside rate: put all into one")
	}
	if rated {
		var t codec.Table
		for _, p := range o.kw {
			if w := o.kind.word(p.Name); w != nil && inWords(tcPolicer(), p.Name) {
				t, o.read = append(t, p), append(o.read, p.Name)
			}
		}
		if acts {
			t = append(t, codec.Pair{Name: "action", Value: action})
		}
		police, isPoliced, acts = t, true, false
	}
	if isPoliced {
		t, ok := police.(codec.Table)
		if !ok {
			return errTable
		}
		options, err := actionOptions(o.b, "police", t)
		if err != nil {
			return err
		}
		o.word = "police"
		o.put(options, "police")
	}
	if acts {
		list, err := actionList(o.b, action)
		if err != nil {
			return err
		}
		o.word = "action"
		o.put(list, "act")
	}
	return nil
}

func inWords(words []tcWord, name string) bool {
	for i := range words {
		if words[i].Name == name {
			return true
		}
	}
	return false
}

func flowMode(mode uint64) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		o.put(mode, "mode")
		return flowKeys(o, v)
	}
}

func flowKeys(o *tcOpts, v any) error {
	if s, ok := v.(string); ok {
		v = strings.ReplaceAll(strings.ReplaceAll(s, "-", "_"), " ", ",")
	}
	o.put(v, "keys")
	return nil
}

// flowOps turns pyroute2's operations into what the kernel computes: ((key AND mask) XOR xor) >> rshift, and addend more.
func flowOps(o *tcOpts, v any) error {
	if t, ok := v.(codec.Table); ok && len(t) == 0 { // a list of none
		return nil
	}
	list, err := tables(v)
	if err != nil {
		return err
	}
	mask, xor, bitwise := uint32(math.MaxUint32), uint32(0), false
	for i, t := range list {
		op, _ := t.Get("op")
		num, _ := t.Get("num")
		n, err := flowNumber(num)
		if err != nil {
			return fmt.Errorf("operation %d: num: %w", i+1, err)
		}
		switch op {
		case "and":
			mask, xor, bitwise = mask&n, xor&n, true
		case "or":
			mask, xor, bitwise = mask&^n, xor|n, true
		case "xor":
			xor, bitwise = xor^n, true
		case "rshift", "addend":
			o.put(uint64(n), op.(string))
		default:
			return fmt.Errorf("operation %d: op: want \"and\", \"or\", \"xor\", \"rshift\" or \"addend\", got %s", i+1, shown(op))
		}
	}
	if bitwise {
		o.put(uint64(mask), "mask")
		o.put(uint64(xor), "xor")
	}
	return nil
}

// flowNumber reads a number, or an IPv4 address, that may be negative.
func flowNumber(v any) (uint32, error) {
	s, isText := v.(string)
	text, negative := strings.CutPrefix(s, "-")
	if a, err := netip.ParseAddr(text); isText && err == nil && a.Is4() {
		b := a.As4()
		n := binary.BigEndian.Uint32(b[:])
		if negative {
			n = -n
		}
		return n, nil
	}
	n, err := whole(v)
	if err == nil && (n < math.MinInt32 || n > math.MaxUint32) {
		err = fmt.Errorf("%d does not fit in 32 bits", n)
	}
	return uint32(n), err
}

// finishRoute4 makes the handle that the kernel files a route filter under (ROUTE4's hash: realms to below, from or device above).
func finishRoute4(o *tcOpts) error {
	handle := uint64(0xFFFF8000)
	for _, w := range []string{"to", "from", "iif"} {
		v, ok := o.at(w)
		if !ok {
			continue
		}
		o.b.word = w
		n, err := o.b.hinted(map[bool]codec.Hint{true: codec.Index, false: codec.Realm}[w == "iif"], v)
		if err != nil {
			return err
		}
		switch w {
		case "to":
			handle = handle&^0x80ff | n&0xff
		case "from":
			handle = handle&0xffff | n<<16&0x7fff0000
		case "iif":
			handle = handle&0xffff | (0x8000|n&0x7fff)<<16
		}
	}
	if _, ok := o.b.put("handle", true); !ok {
		o.b.word = ""
		o.b.field("handle", handle)
	}
	return finishFilter(o)
}

func finishFlow(o *tcOpts) error {
	if _, ok := o.at("keys"); !ok {
		return orMissing(nil, "hash or map, with the keys,")
	}
	if err := finishFilter(o); err != nil {
		return err
	}
	o.fallback(uint64(1), "mode")
	return nil
}

// bpfBytecode reads classic BPF as text: the number of instructions, then each as "code jt jf k", with commas between them
// (struct sock_filter, include/uapi/linux/filter.h).
func bpfBytecode(o *tcOpts, v any) error {
	s, ok := v.(string)
	if !ok {
		return errors.New("want a text \"n,code jt jf k,...\"")
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '\n' })
	if len(parts) == 0 {
		return errors.New("want a text \"n,code jt jf k,...\"")
	}
	n, err := strconv.ParseUint(strings.TrimSpace(parts[0]), 10, 16)
	if err != nil || int(n) != len(parts)-1 || n == 0 {
		return fmt.Errorf("says %q instructions, %d follow", parts[0], len(parts)-1)
	}
	var ops []byte
	for i, p := range parts[1:] {
		var code uint16
		var jt, jf uint8
		var k uint32
		if _, err := fmt.Sscanf(p, "%d %d %d %d", &code, &jt, &jf, &k); err != nil {
			return fmt.Errorf("instruction %d: want \"code jt jf k\", got %q", i+1, p)
		}
		ops = nativeU32(append(nativeU16(ops, code), jt, jf), k)
	}
	o.put(n, "ops_len")
	o.put(ops, "ops")
	return nil
}
