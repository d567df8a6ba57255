package request_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/gate"
	"nlua/rtnl/names"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
	"nlua/rtnl/nstest/iproute"
)

// written makes a change, and gives the line of --dry-run for it.
func written(t *testing.T, c *rtnl.Client, verb string, kw codec.Table) string {
	t.Helper()
	ctx := context.Background()
	object := "tc"
	if strings.HasPrefix(verb, "action ") {
		object, verb, _ = strings.Cut(verb, " ")
	}
	req, err := c.Request(ctx, object, verb, kw)
	if err != nil {
		t.Fatalf("%s %v: %v", verb, kw, err)
	}
	if _, err := c.Do(ctx, req); err != nil {
		t.Fatalf("%s %v: %v", verb, kw, err)
	}
	by := gate.Naming{DB: names.Load(), NS: func(int) string { return "" }, Link: func(index int) (name string) {
		netns.Do(c.Options().NetNS, func() error {
			ifi, err := net.InterfaceByIndex(index)
			if err == nil {
				name = ifi.Name
			}
			return err
		})
		return name
	}}
	return gate.Describe(nl.Message{Header: nl.Header{Type: req.Type, Flags: req.Flags}, Body: req.Body}, by)
}

// ownNumber is what may differ: handles that the kernel chose, and times below a microsecond, which tc rounds.
var ownNumber = regexp.MustCompile(`\{(handle|parent) 2147\d{6}\}|\{c?buffer \d{1,2}\}`)

// unsaid are the parts of requests that tc 6.1 has no word for: matches of texts and sets, and alone with cgroup, SDUs of taprio.
var unsaid = regexp.MustCompile(` # (ematches|tc_entry)`)

// commented tells whether a line is one that a shell leaves alone, and sees to it that it has a reason.
func commented(t *testing.T, line string) bool {
	if line[0] == '#' && !unsaid.MatchString(line) {
		t.Errorf("no word for: %s", line)
	}
	return line[0] == '#'
}

// alike compares what the kernel tells in two namespaces.
func alike(t *testing.T, line string, a, b *rtnl.Client, parent string) {
	t.Helper()
	for _, dump := range strings.Fields("dump dump-class dump-filter") {
		f := kw("index", "v0")
		if dump == "dump-filter" && parent != "" {
			f = append(f, kw("parent", parent)...)
		}
		x, y := shape(t, a, dump, f), shape(t, b, dump, f)
		for _, list := range [][]string{x, y} {
			for i := range list {
				list[i] = ownNumber.ReplaceAllString(list[i], "")
			}
			slices.Sort(list)
		}
		if strings.Join(x, "\n") != strings.Join(y, "\n") {
			t.Errorf("%s\n%s: nlua's\n%s\nof the line\n%s", line, dump, strings.Join(x, "\n"), strings.Join(y, "\n"))
		}
	}
}

// TestLines has a shell do what --dry-run would write for each request of the other tests of the traffic control.
func TestLines(t *testing.T) {
	nstest.Need(t, "veth", "command tc")
	for _, c := range append(append(tcCases[:len(tcCases):len(tcCases)], tcTwins...), tcWordTwins...) {
		t.Run(strings.ReplaceAll(c.need, " ", "_"), func(t *testing.T) {
			nstest.Need(t, strings.Split(c.need, ",")...)
			ours, _ := open(t)
			theirs, command := open(t)
			var lines []string
			for _, s := range c.steps {
				line := written(t, ours, s.verb, append(codec.Table{{Name: "index", Value: "v0"}}, s.kw...))
				if commented(t, line) {
					return
				}
				lines = append(lines, line)
			}
			for _, line := range lines {
				command("sh", "-ec", line)
			}
			_, parent, _ := strings.Cut(c.show, " ")
			if !strings.Contains(c.show, " ") && c.show != "qdisc" && c.show != "class" && c.show != "filter" {
				parent = c.show
			}
			alike(t, strings.Join(lines, "\n"), ours, theirs, strings.TrimPrefix(parent, "parent "))
		})
	}
}

// TestReckoned has tc send what --dry-run's line says, for words that tc reckons with: the bytes are those of nlua's request, on any kernel.
func TestReckoned(t *testing.T) {
	nstest.Need(t, "iproute2 6.1", "command tc")
	if nstest.Lab() {
		return // programs start slowly there, and requests are the same on every kernel
	}
	c, _ := open(t)
	random := rand.New(rand.NewPCG(1, 2))
	of := func(list ...any) any { return list[random.IntN(len(list))] }
	for n := range 120 {
		kind := []string{"red", "choke", "sfq", "gred", "netem"}[n%5]
		verb, words := "add", kw("index", "v0", "root", true, "handle", "1:", "kind", kind)
		low := of(83, 1000, 3000, 15000, 30001).(int)
		size, speed := of(64, 83, 500, 1000).(int), of(10000, 64, 100000, 7000, 33).(int)
		red := kw("min", low, "max", low*of(2, 3, 5).(int)+1, "avpkt", size, "bandwidth", fmt.Sprint(speed, "kbit"),
			"probability", of(0.02, 0.1, 1.0, 0.33, 0.001), "ecn", true, "harddrop", true)
		red = append(red, kw("burst", low/64+of(2, 20, 55, 300).(int))...)
		switch kind {
		case "red":
			words = append(append(words, red...), kw("limit", 400000, "nodrop", true)...)
		case "choke":
			words = append(append(words, red[:len(red)-2]...), kw("burst", low+of(2, 20, 55, 300).(int), "limit", 400000)...)
			words = slices.DeleteFunc(words, func(p codec.Pair) bool { return p.Name == "harddrop" })
		case "sfq":
			words = append(append(words, red...), kw("limit", 3000, "redflowlimit", 400000)...)
		case "gred":
			verb, words = "change", append(append(words, red...), kw("limit", 400000, "dp", 1, "prio", 2)...)
		case "netem":
			words = append(words, kw("delay", "10ms", "jitter", "3ms", "slot", kw("distribution", of("normal", "pareto"), "delay", "5ms", "jitter", "1ms"))...)
		}
		req, err := c.Request(context.Background(), "tc", verb, words)
		if err != nil {
			continue // a burst that is too small
		}
		spared := []string{"nlua alone says options.latency64 ", "nlua alone says options.jitter64 "} // tc sends ticks alone
		if kind == "red" {
			spared = append(spared, "iproute2 alone says options.flags ", "nlua alone says options.flags ") // of what is new tc clears the other flags
		}
		if size*8000%speed != 0 || speed < 100 {
			spared = append(spared, "#") // fractions of a microsecond, which tc does not reckon with, and tables that overflow there
		}
		lineAsks(t, c, nl.Message{Header: nl.Header{Type: req.Type, Flags: req.Flags}, Body: req.Body}, spared...)
	}
}

// TestActionsAsked does the same for the actions of TestActionsAsTC.
func TestActionsAsked(t *testing.T) {
	nstest.Need(t, "iproute2 6.1", "command tc")
	if nstest.Lab() {
		return
	}
	c, _ := open(t)
	for _, g := range tcActionPairs {
		if g.need == "action police" || g.need == "action mirred" {
			continue // tables in which tc rounds otherwise, and links by number: TestActionLines compares what the kernel makes of them
		}
		for _, p := range g.pairs {
			req, err := c.Request(context.Background(), "action", "add", append(kw("kind", strings.TrimPrefix(g.need, "action ")), p.kw...))
			if err != nil {
				t.Fatalf("%s: %v", p.line, err)
			}
			lineAsks(t, c, nl.Message{Header: nl.Header{Type: req.Type, Flags: req.Flags}, Body: req.Body}, // tc says zeros
				"iproute2 alone says tab.0.options.action 0000", "iproute2 alone says tab.0.options.zone 0000", "iproute2 alone says tab.0.options.no_csum 00", "iproute2 alone says tab.0.options.enc_opts.erspan.index 00000000")
		}
	}
}

var quotation = regexp.MustCompile(`'[^']*'|\S+`) // and what is none

// lineAsks has tc send what the line of --dry-run for a request says, and compares the bytes, on any kernel. spared are beginnings of
// lines, or of differences, that may be.
func lineAsks(t *testing.T, c *rtnl.Client, ours nl.Message, spared ...string) {
	t.Helper()
	spare := func(text string) bool {
		return slices.ContainsFunc(spared, func(begin string) bool { return strings.HasPrefix(text, begin) })
	}
	line := gate.Describe(ours, gate.Naming{DB: names.Load(), Link: func(int) string { return "v0" }})
	if spare(line) || commented(t, line) {
		return
	}
	argv := quotation.FindAllString(line, -1)
	for i := range argv {
		argv[i] = strings.ReplaceAll(argv[i], "'", "")
	}
	theirs, err := iproute.Sent(c.Options().NetNS, argv)
	if err != nil {
		t.Errorf("%s: %v", line, err)
		return
	}
	for _, d := range iproute.Differences(theirs, ours) {
		if !spare(d) {
			t.Errorf("%s\n%s", line, d)
		}
	}
}

// TestFilterLines does the same for the filters of TestFiltersAsTC, and TestActionLines for the actions of TestActionsAsTC.
func TestFilterLines(t *testing.T) {
	nstest.Need(t, "veth", "command tc")
	for _, g := range tcFilterPairs {
		t.Run(strings.ReplaceAll(g.need, " ", "_"), func(t *testing.T) {
			nstest.Need(t, append(strings.Split(g.need, ","), "qdisc htb", "qdisc clsact")...)
			ours, command := open(t)
			theirs, commandThere := open(t)
			for _, command := range []func(...string) string{command, commandThere} {
				command(strings.Fields("tc qdisc add dev v0 root handle 1: htb")...)
				command(strings.Fields("tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit")...)
			}
			lines, left := []string{}, map[uint64]bool{}
			for i, p := range g.pairs {
				line := written(t, ours, "add-filter", append(kw("index", "v0", "parent", "1:", "prio", i+1), p.kw...))
				left[uint64(i+1)] = commented(t, line)
				lines = append(lines, strings.TrimPrefix(line, "tc "))
			}
			for i, said := range batch(t, theirs, lines) {
				t.Errorf("%s: %s", lines[i], said)
			}
			a, b := filtersOf(t, ours, "v0", "1:"), filtersOf(t, theirs, "v0", "1:")
			for i := range g.pairs {
				if n := uint64(i + 1); !left[n] && a[n] != b[n] {
					t.Errorf("%s:\nnlua's:      %s\nof the line: %s", lines[i], a[n], b[n])
				}
			}
		})
	}
}

func TestActionLines(t *testing.T) {
	nstest.Need(t, "lab", "veth", "command tc")
	for _, g := range tcActionPairs {
		t.Run(strings.ReplaceAll(g.need, " ", "_"), func(t *testing.T) {
			nstest.Need(t, strings.Split(g.need, ",")...)
			ours, _ := open(t)
			theirs, _ := open(t)
			kind := strings.TrimPrefix(g.need, "action ")
			var lines, numbers []string // ours has one for each pair
			for i, p := range g.pairs {
				if line := written(t, ours, "action add", append(kw("kind", kind), p.kw...)); !commented(t, line) {
					lines, numbers = append(lines, strings.TrimPrefix(line, "tc ")), append(numbers, fmt.Sprint(i+1))
				}
			}
			for i, said := range batch(t, theirs, lines) {
				t.Errorf("%s: %s", lines[i], said)
			}
			a, b := actionsOf(t, ours, kind), actionsOf(t, theirs, kind)
			for i, line := range lines {
				if ours, theirs := a[numbers[i]], b[fmt.Sprint(i+1)]; ours != theirs {
					t.Errorf("%s:\nnlua's:      %s\nof the line: %s", line, ours, theirs)
				}
			}
		})
	}
}
