package request_test

import (
	"context"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
)

// kw makes a table of names and values.
func kw(pairs ...any) codec.Table {
	var t codec.Table
	for i := 0; i < len(pairs); i += 2 {
		t = append(t, codec.Pair{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	return t
}

func list(values ...any) []any { return values }

// tcStep is a request.
type tcStep struct {
	verb string
	kw   codec.Table
}

// tcCase is made by steps on the veth v0; then `tc -d WHAT show dev v0 ARGS` says all of want.
type tcCase struct {
	need  string // as nstest.Need, several with commas
	steps []tcStep
	show  string
	want  []string
}

func do(c *rtnl.Client, object, verb string, kw codec.Table) error {
	req, err := c.Request(context.Background(), object, verb, kw)
	if err != nil {
		return err
	}
	_, err = c.Do(context.Background(), req)
	return err
}

func open(t *testing.T) (*rtnl.Client, func(argv ...string) string) {
	ns := nstest.New(t)
	opts := rtnl.Defaults()
	opts.NetNS = ns
	c, err := rtnl.Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := do(c, "link", "add", kw("ifname", "v0", "kind", "veth", "peer", kw("ifname", "v1", "num_tx_queues", 4), "num_tx_queues", 4)); err != nil {
		t.Fatal(err)
	}
	return c, func(argv ...string) string { return nstest.Command(t, ns, argv...) }
}

// dumped gives all messages of a dump.
func dumped(t *testing.T, c *rtnl.Client, object, verb string, filter codec.Table) (all []rtnl.Message) {
	t.Helper()
	ctx := context.Background()
	req, err := c.Request(ctx, object, verb, filter)
	if err != nil {
		t.Fatal(err)
	}
	d, err := c.Dump(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for {
		m, err := d.Next(ctx)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
}

// everything reads all of a dump, and checks that each message is understood whole and comes back from its decoded form.
func everything(t *testing.T, c *rtnl.Client, verb string, filter codec.Table) int {
	all := dumped(t, c, "tc", verb, filter)
	for _, m := range all {
		v := m.View()
		if *capture != "" {
			captured(t, v, m.Type, m.Body())
		}
		if err := v.Check(); err != nil {
			t.Errorf("%s: %v\n%x", verb, err, m.Body())
		}
		again, err := encoded(v)
		if err != nil {
			t.Errorf("%s: again: %v\n%v", verb, err, codec.Plain(v))
			continue
		}
		was := m.Body()
		if strung(codec.Plain(v)) {
			w := codec.ViewOf(v.Set, again, nil)
			if !reflect.DeepEqual(codec.Plain(w), codec.Plain(v)) {
				t.Errorf("%s: decoded, encoded and decoded: %v, was %v", verb, codec.Plain(w), codec.Plain(v))
			}
			if was, err = encoded(w); err != nil {
				t.Errorf("%s: a third time: %v", verb, err)
			}
		}
		if !sameBytes(again, was) {
			t.Errorf("%s: decoded and encoded:\n%x\nwas:\n%x\n%v", verb, again, was, codec.Plain(v))
		}
	}
	return len(all)
}

func encoded(v codec.View) ([]byte, error) {
	head, attrs := v.Tables()
	return codec.Encode(v.Set, head, attrs)
}

// strung tells whether a decoded message has several geneve options: the kernel takes a nest for each, which is how they are written,
// and tells one nest of all.
func strung(value any) bool {
	switch x := value.(type) {
	case codec.Table:
		return slices.ContainsFunc(x, func(p codec.Pair) bool {
			options, _ := p.Value.([]any)
			return p.Name == "geneve" && len(options) > 1 || strung(p.Value)
		})
	case []any:
		return slices.ContainsFunc(x, strung)
	}
	return false
}

var capture = flag.String("capture", "", "write the dumps of the traffic control's tests to this folder, as rtnl/spec/testdata has them")

// captured writes a message as tc_qdisc_htb_6.12.hex; of several of a name the longest.
func captured(t *testing.T, v codec.View, typ uint16, body []byte) {
	what := map[uint16]string{36: "qdisc", 40: "class", 44: "filter"}[typ]
	kind, _ := v.Get("kind")
	name := fmt.Sprint("tc_", what, "_", kind)
	for _, path := range []string{"options.act.1.kind", "options.action.1.kind"} {
		if action, ok := v.Path(strings.Split(path, ".")...); ok {
			name += fmt.Sprint("_", action)
		}
	}
	var u unix.Utsname
	if what == "" || unix.Uname(&u) != nil {
		return
	}
	release := strings.Join(strings.SplitN(unix.ByteSliceToString(u.Release[:]), ".", 3)[:2], ".")
	file := filepath.Join(*capture, name+"_"+release+".hex")
	text := fmt.Sprintln(typ)
	for digits := hex.EncodeToString(body); digits != ""; {
		n := min(128, len(digits))
		text += digits[:n] + "\n"
		digits = digits[n:]
	}
	if old, err := os.ReadFile(file); err == nil && len(old) >= len(text) {
		return
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sameBytes compares but for NLA_F_NESTED, which the kernel sets or not as it pleases.
func sameBytes(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && a[i]^b[i] != 0x80 {
			return false
		}
	}
	return true
}

func TestTC(t *testing.T) {
	nstest.Need(t, "veth", "command tc")
	for _, tc := range tcCases {
		name := tc.need
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			nstest.Need(t, strings.Split(tc.need, ",")...)
			c, command := open(t)
			for _, s := range tc.steps {
				kw := append(codec.Table{{Name: "index", Value: "v0"}}, s.kw...)
				if err := do(c, "tc", s.verb, kw); err != nil {
					t.Fatalf("%s %v: %v", s.verb, s.kw, err)
				}
			}
			what, args, _ := strings.Cut(tc.show, " ")
			argv := append([]string{"tc", "-d", what, "show", "dev", "v0"}, strings.Fields(args)...)
			got := strings.Join(strings.Fields(command(argv...)), " ")
			if os.Getenv("TC_PRINT") != "" {
				t.Logf("%s", got)
			}
			for _, want := range tc.want {
				if !strings.Contains(got, want) {
					t.Errorf("tc does not say %q:\n%s", want, got)
				}
			}
			everything(t, c, "dump", kw("index", "v0"))
			switch what {
			case "class":
				everything(t, c, "dump-class", kw("index", "v0"))
			case "filter":
				f := kw("index", "v0")
				if args != "" {
					parent := args
					if rest, ok := strings.CutPrefix(args, "parent "); ok {
						parent = rest
					}
					f = append(f, codec.Pair{Name: "parent", Value: parent})
				}
				if everything(t, c, "dump-filter", f) == 0 {
					t.Error("no filter is read")
				}
			}
		})
	}
}

// shape is what a dump says of the options of all it reads, without what two equal things differ in: numbers of actions, times.
func shape(t *testing.T, c *rtnl.Client, verb string, filter codec.Table) (shapes []string) {
	for _, m := range dumped(t, c, "tc", verb, filter) {
		v := m.View()
		var plain codec.Table
		for _, name := range []string{"kind", "handle", "parent", "options", "stab", "rate", "chain"} {
			if value, ok := v.Get(name); ok {
				plain = append(plain, codec.Pair{Name: name, Value: strip(codec.Plain(value))})
			}
		}
		if v.Set.Name != "tc" {
			t.Fatal(v.Set.Name)
		}
		info, _ := v.Get("info")
		if verb != "dump-filter" { // references, and the qdisc of a class
			info = nil
		}
		shapes = append(shapes, fmt.Sprint(plain, " info ", info))
	}
	return shapes
}

func strip(value any) any {
	switch x := value.(type) {
	case codec.Table:
		var out codec.Table
		for _, p := range x {
			switch p.Name {
			case "prng_seed", "tm", "stats", "index", "pcnt", "in_hw_count", "used_hw_stats":
				continue
			}
			out = append(out, codec.Pair{Name: p.Name, Value: strip(p.Value)})
		}
		return out
	case []any:
		for i := range x {
			x[i] = strip(x[i])
		}
	}
	return value
}

// TestTCTwins makes the same by tc and by keywords, and compares what the kernel then says.
func TestTCTwins(t *testing.T) {
	nstest.Need(t, "veth", "command tc")
	for _, twin := range append(tcTwins, tcWordTwins...) {
		t.Run(strings.ReplaceAll(twin.need, " ", "_"), func(t *testing.T) {
			nstest.Need(t, strings.Split(twin.need, ",")...)
			c, command := open(t)
			for _, s := range twin.steps {
				if err := do(c, "tc", s.verb, append(codec.Table{{Name: "index", Value: "v0"}}, s.kw...)); err != nil {
					t.Fatalf("%s %v: %v", s.verb, s.kw, err)
				}
			}
			for _, line := range twin.want {
				command(append([]string{"tc"}, strings.Fields(strings.ReplaceAll(line, "DEV", "dev v1"))...)...)
			}
			for dump := range strings.FieldsSeq("dump dump-class dump-filter") {
				f0, f1 := kw("index", "v0"), kw("index", "v1")
				if twin.show != "" {
					f0, f1 = append(f0, kw("parent", twin.show)...), append(f1, kw("parent", twin.show)...)
				}
				if dump != "dump-filter" {
					f0, f1 = f0[:1], f1[:1]
				}
				a, b := shape(t, c, dump, f0), shape(t, c, dump, f1)
				for i := range max(len(a), len(b)) {
					var x, y string
					if i < len(a) {
						x = a[i]
					}
					if i < len(b) {
						y = b[i]
					}
					if x != y {
						t.Errorf("%s: keywords:\n%s\ntc:\n%s", dump, x, y)
					}
				}
			}
		})
	}
}
