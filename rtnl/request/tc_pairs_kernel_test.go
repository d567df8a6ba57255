package request_test

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nstest"
)

// tcPair is a filter, or an action, in tc's words and by keywords. What the line has of "protocol X" is the keywords' too.
type tcPair struct {
	line string
	kw   codec.Table
}

// tcGroup is pairs of one kind.
type tcGroup struct {
	need  string
	pairs []tcPair
}

func pair(line string, words ...any) tcPair { return tcPair{line, kw(words...)} }

// batch hands lines to one tc, which goes on behind those that fail; their errors come back by line.
func batch(t *testing.T, c *rtnl.Client, lines []string) map[int]string {
	t.Helper()
	failed := map[int]string{}
	err := netns.Do(c.Options().NetNS, func() error {
		cmd := exec.Command("tc", "-force", "-batch", "-")
		cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
		out, _ := cmd.CombinedOutput()
		said := ""
		for l := range strings.SplitSeq(string(out), "\n") {
			if m := regexp.MustCompile(`^Command failed -:(\d+)`).FindStringSubmatch(l); m != nil {
				n, _ := strconv.Atoi(m[1])
				failed[n-1], said = said, ""
			} else {
				said += l + "\n"
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return failed
}

// TestFiltersAsTC makes filters of all words by keywords on one link and by tc on another, and compares what the kernel has then,
// as nlua reads it and as tc shows it.
func TestFiltersAsTC(t *testing.T) {
	nstest.Need(t, "veth", "command tc")
	for _, g := range tcFilterPairs {
		t.Run(strings.ReplaceAll(g.need, " ", "_"), func(t *testing.T) {
			nstest.Need(t, append(strings.Split(g.need, ","), "qdisc htb", "qdisc clsact")...)
			c, command := open(t)
			parent := "1:"
			for _, dev := range []string{"v0", "v1"} {
				command(strings.Fields("tc qdisc add dev " + dev + " root handle 1: htb")...)
				command(strings.Fields("tc class add dev " + dev + " parent 1: classid 1:1 htb rate 1mbit")...)
				command(strings.Fields("tc qdisc add dev " + dev + " clsact")...)
			}
			var lines []string
			refused := map[int]error{}
			for i, p := range g.pairs {
				lines = append(lines, fmt.Sprintf("filter add dev v1 parent %s prio %d %s", parent, i+1, p.line))
				words := append(kw("index", "v0", "parent", parent, "prio", i+1), p.kw...)
				if err := do(c, "tc", "add-filter", words); err != nil {
					refused[i] = err
				}
			}
			failed := batch(t, c, lines)
			for i, p := range g.pairs {
				if refused[i] != nil || failed[i] != "" {
					t.Errorf("%s:\nkeywords: %v\ntc: %s", p.line, refused[i], failed[i])
				}
			}
			a, b := filtersOf(t, c, "v0", parent), filtersOf(t, c, "v1", parent)
			for i, p := range g.pairs {
				if prio := uint64(i + 1); a[prio] != b[prio] {
					t.Errorf("%s:\nkeywords: %s\ntc:       %s", p.line, a[prio], b[prio])
				}
			}
			everything(t, c, "dump-filter", kw("index", "v1", "parent", parent))
			show := func(dev string) string {
				return numbered.ReplaceAllString(command("tc", "-d", "filter", "show", "dev", dev, "parent", parent), "")
			}
			if x, y := show("v0"), show("v1"); x != y {
				t.Errorf("as tc shows them:\n%s\ntc's own:\n%s", x, y)
			}
		})
	}
}

// numbered is what two equal filters differ in as tc shows them: numbers of actions and of tables, times.
var numbered = regexp.MustCompile(`fh [0-9a-f]+|ht [0-9a-f]+|index \d+|installed \d+ sec|used \d+ sec|firstused \d+ sec|police 0x[0-9a-f]+`)

// TestActionsAsTC does the same for actions that stand alone, in two namespaces: numbers are theirs by order.
func TestActionsAsTC(t *testing.T) {
	nstest.Need(t, "lab", "veth", "command tc") // elsewhere it takes the initial user namespace's root
	for _, g := range tcActionPairs {
		t.Run(strings.ReplaceAll(g.need, " ", "_"), func(t *testing.T) {
			nstest.Need(t, strings.Split(g.need, ",")...)
			ours, ourTC := open(t)
			theirs, theirTC := open(t)
			kind := strings.TrimPrefix(g.need, "action ")
			var lines []string
			refused := map[int]error{}
			for i, p := range g.pairs {
				lines = append(lines, fmt.Sprintf("actions add action %s %s", kind, p.line))
				words := append(kw("kind", kind), p.kw...)
				if err := do(ours, "action", "add", words); err != nil {
					refused[i] = err
				}
			}
			failed := batch(t, theirs, lines)
			for i, p := range g.pairs {
				if refused[i] != nil || failed[i] != "" {
					t.Errorf("%s:\nkeywords: %v\ntc: %s", p.line, refused[i], failed[i])
				}
			}
			a, b := actionsOf(t, ours, kind), actionsOf(t, theirs, kind)
			for i, p := range g.pairs {
				if n := fmt.Sprint(i + 1); a[n] != b[n] || a[n] == "" {
					t.Errorf("%s:\nkeywords: %s\ntc:       %s", p.line, a[n], b[n])
				}
			}
			argv := []string{"tc", "actions", "ls", "action", kind}
			if x, y := numbered.ReplaceAllString(ourTC(argv...), ""), numbered.ReplaceAllString(theirTC(argv...), ""); x != y {
				t.Errorf("as tc shows them:\n%s\ntc's own:\n%s", x, y)
			}
		})
	}
}

// actionIndex finds the number in the common part of an action's options.
func actionIndex(v any) any {
	t, _ := v.(codec.Table)
	for _, p := range t {
		if in, ok := p.Value.(codec.Table); ok {
			if n, ok := in.Get("index"); ok {
				return n
			}
		}
	}
	return nil
}

// filtersOf are the filters of a place by their preference, without what two equal ones differ in.
func filtersOf(t *testing.T, c *rtnl.Client, dev, parent string) map[uint64]string {
	all := map[uint64]string{}
	for _, m := range dumped(t, c, "tc", "dump-filter", kw("index", dev, "parent", parent)) {
		v := m.View()
		info, _ := v.Get("info")
		text := fmt.Sprint("protocol ", info.(uint64)&0xffff)
		for _, name := range []string{"kind", "handle", "parent", "options", "chain"} {
			if value, ok := v.Get(name); ok {
				if n, isNumber := value.(uint64); isNumber && name == "handle" && strings.Contains(text, "kind u32") {
					value = n & 0xfffff // the kernel counts the tables, and those that it gave up
				}
				text += fmt.Sprint(" ", name, " ", strip(codec.Plain(value)))
			}
		}
		all[info.(uint64)>>16] += regexp.MustCompile(`\{hash \d+\}`).ReplaceAllString(text, "") + "\n"
	}
	return all
}

// actionsOf are the actions of a kind by their number, the same.
func actionsOf(t *testing.T, c *rtnl.Client, kind string) map[string]string {
	all := map[string]string{}
	for _, m := range dumped(t, c, "action", "dump", kw("kind", kind)) {
		v := m.View()
		if err := v.Check(); err != nil {
			t.Errorf("%v\n%x", err, m.Body())
		}
		head, attrs := v.Tables()
		again, err := codec.Encode(v.Set, head, attrs)
		second := codec.ViewOf(v.Set, again, nil) // the kernel numbers the actions of a dump from 0, those of a request go from 1
		if err != nil || fmt.Sprint(codec.Plain(second)) != fmt.Sprint(codec.Plain(v)) {
			t.Errorf("decoded and encoded (%v):\n%v\nwas:\n%v", err, codec.Plain(second), codec.Plain(v))
		}
		acts, _ := v.Get("tab")
		for _, a := range acts.([]any) {
			plain := codec.Plain(a).(codec.Table)
			number, _ := plain.Get("index")
			if number == nil {
				options, _ := plain.Get("options")
				number = actionIndex(options)
			}
			all[fmt.Sprint(number)] = fmt.Sprint(strip(plain))
		}
	}
	return all
}
