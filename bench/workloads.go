package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// program is one that is measured. A goal is what it is to reach, in the columns' words.
type program struct {
	name string
	goal string
	argv []string
}

// workload is one comparison: programs that do the same work on the same state of the kernel.
type workload struct {
	name, title string
	setup       func() error                      // once
	before      func() error                      // before each run
	during      func(ended <-chan struct{}) error // beside each run, once the program has said "ready"
	floor       program
	others      []program
	extra       []string // what the programs say of themselves that is worth a column
	most        int      // rounds at most; 0: as asked for
	manyRounds  int      // times as many rounds as asked for; 0: 1
	limits      string   // what keeps it from being faster
}

// sizes are the numbers of objects; a smoke test has smaller ones.
type sizes struct{ routes, links, neighbours, adds, events, waits int }

var full = sizes{routes: 1_000_000, links: 2000, neighbours: 100_000, adds: 100_000, events: 100_000, waits: 20_000}

func (s sizes) divided(by int) sizes {
	return sizes{s.routes / by, s.links / by, s.neighbours / by, s.adds / by, s.events / by, s.waits / by}
}

// bed is where the workloads lie: the programs, and a socket to prepare the kernel's state.
type bed struct {
	c                *conn
	self, nlua, here string // this program, nlua, the folder of the Lua programs
	scratch          string
	peers            bool
	installed        map[string]bool // the peers' programs
	size             sizes
}

func (b *bed) floor(args ...string) program {
	return program{name: "floor", argv: append([]string{b.self, "floor"}, args...)}
}

func (b *bed) lua(name, goal, script string, args ...string) program {
	argv := append([]string{b.nlua, filepath.Join(b.here, script)}, args...)
	return program{name: "nlua " + name, goal: goal, argv: argv}
}

// with adds the peers to nlua's programs, where they are wanted and installed.
func (b *bed) with(own []program, peers ...program) []program {
	for _, p := range peers {
		if b.peers && b.installed[p.argv[0]] {
			own = append(own, p)
		}
	}
	return own
}

// lookForPeers finds out which of the peers are installed.
func (b *bed) lookForPeers() {
	b.installed = map[string]bool{
		ip:     exec.Command(ip, "-V").Run() == nil,
		python: exec.Command(python, "-c", "import pyroute2").Run() == nil,
	}
}

const (
	ip     = "/usr/sbin/ip"
	python = "/usr/bin/python3" // Debian's, which sees Debian's pyroute2
)

func iproute2(args string) program {
	return program{name: "ip " + args, argv: append([]string{ip}, strings.Fields(args)...)}
}

func (b *bed) pyroute2(args ...string) program {
	return program{name: "pyroute2", argv: append([]string{python, filepath.Join(b.here, "peer.py")}, args...)}
}

func (b *bed) workloads() []*workload {
	n := b.size
	adds := itoa(n.adds)
	fresh := func() error { _, err := b.c.fresh(); return err }
	return []*workload{
		{
			name: "W1", title: fmt.Sprintf("%d IPv4 routes: dst, oif and gateway of each", n.routes),
			setup: func() error { return b.c.routes(n.routes) },
			floor: b.floor("routes"),
			others: b.with([]program{
				b.lua("fields()", "cpu 1.45, wall 1.15, 16 MiB, first 1 ms", "routes.lua", "fields"),
				b.lua("values()", "cpu 1.9", "routes.lua", "values"),
				b.lua("three get", "cpu 2.2, wall 1.5", "routes.lua", "get"),
				b.lua("three .field", "cpu 2.3", "routes.lua", "field"),
				b.lua("a loop, no dump", "", "routes.lua", "loop", itoa(n.routes)),
				b.lua("three text:len(), no dump", "", "routes.lua", "calls", itoa(n.routes)),
			}, iproute2("-4 route show table all")),
			extra: []string{"first ms"},
			limits: "The goals were set where the kernel took about twice as long for the same dump. What the language takes by itself is told by the " +
				"rows without a dump: a turn of a loop over a function in Go, and three calls of a method in Go, of which `fields()` takes the " +
				"first alone, `values()` that and a call, three `get` and three `.field` that and three. Where floor and language together are above " +
				"a goal, no binding of gopher-lua reaches it. A message that a script may keep is memory, and the collector's work: more garbage at " +
				"once than now would take more than the 16 MiB, more than half of which is the program's file.",
		},
		{
			name: "W1f", title: fmt.Sprintf("the same, one of %d tables by keyword", tables),
			floor:  b.floor("table", itoa(first+7)),
			others: b.with([]program{b.lua("table = N", "cpu 1.2", "routes.lua", "fields", itoa(first+7))}, iproute2("-4 route show table "+itoa(first+7))),
			limits: "A turn of a loop in gopher-lua (W1, a loop, no dump) is a fifth of the floor's time for a route: that is all that the goal leaves. Reading " +
				"three values is as much again, and the start of the process (W5) is a tenth.",
		},
		{
			name: "W1p", title: "pyroute2 on the same routes, a tenth of them",
			setup:  func() error { return b.c.routes(n.routes / 10) },
			floor:  b.floor("routes"),
			others: b.with(nil, b.pyroute2("routes")),
			most:   1,
		},
		{
			name: "W2", title: fmt.Sprintf("%d links: ifname, mtu and address of each", n.links),
			setup: func() error { return b.c.links(n.links) },
			floor: b.floor("links"),
			others: b.with([]program{b.lua("fields()", "cpu 1.5", "links.lua")},
				iproute2("link show"), b.pyroute2("links")),
			limits: "The answer is read whole before the first message is given out, as a link that changes meanwhile makes the kernel begin anew: " +
				"3 MB of new memory, where the floor reads into the same 32 KiB again. The start of the process (W5) is in it too.",
		},
		{
			name: "W3", title: fmt.Sprintf("%d neighbours: dst and lladdr of each", n.neighbours),
			setup: func() error { return b.c.neighbours(n.neighbours) },
			floor: b.floor("neighbours"),
			others: b.with([]program{b.lua("fields()", "cpu 1.7", "neighbours.lua")},
				iproute2("-4 neigh show nud all"), b.pyroute2("neighbours")),
		},
		{
			name: "W4", title: adds + " routes added, an ACK each",
			before: fresh,
			floor:  b.floor("add", adds),
			others: b.with([]program{
				b.lua("route(\"add\")", "wall 1.33", "add.lua", adds), b.lua("the script alone", "", "add.lua", adds, "alone"),
			}, b.pyroute2("add", adds)),
			limits: "The script alone, a text by `format` and a table of three keywords in gopher-lua, and the floor make nearly what the goal allows: less than " +
				"a microsecond is left. nlua takes two and a half: 0.8 around the two system calls, where an answer is found for whoever waits for it, " +
				"0.5 for the keywords and the request, 0.3 for the list that is returned, the rest for the call from Lua and the collector.",
		},
		{
			name: "W4b", title: adds + " routes added in batches",
			before: fresh,
			setup:  func() error { return b.batchFile() },
			floor:  b.floor("batch", adds),
			others: b.with([]program{
				b.lua("ipr:batch", "wall 1.43, half of ip -batch", "batch.lua", adds), b.lua("the script alone", "", "batch.lua", adds, "alone"),
			}, program{name: "ip -batch", argv: []string{ip, "-batch", b.batchName()}}),
			limits: "The kernel works beside the script where there is a second core. What takes longest there is the script: half of its time by " +
				"itself, for a text and a table of three keywords each.",
		},
		{
			name: "W5", title: "start to exit",
			floor:      program{name: "ip link show lo", argv: []string{ip, "link", "show", "lo"}},
			others:     []program{{name: "nlua -e ''", goal: "wall 1.25", argv: []string{b.nlua, "-e", ""}}},
			manyRounds: 20,
			limits: "A Go program that does nothing takes 0.65 to 1.0 times as long as `ip link show lo`, by machine. What nlua takes more is, half each, the " +
				"first values of packages (Go's own, gopher-lua's and readline's more than its own), and the Lua state, its libraries and the " +
				"empty chunk: mostly page faults, 340 against 165 of that program and 130 of ip. Where a fault is dear, as in some virtual machines, " +
				"the ratio is larger; and where the program's file was dropped from the page cache, and came back page by page as it was started, " +
				"instead of in the large pieces in which cp writes it: by a fifth.",
		},
		{
			name: "W6", title: fmt.Sprintf("a burst of %d events, %d a second", n.events, burstRate),
			before: fresh, during: b.burst,
			floor:  b.floor("batch", itoa(n.events)),
			others: b.with([]program{b.lua("monitor", "all kept", "events.lua")}, b.pyroute2("events")),
			extra:  []string{"kept", "told lost"},
		},
		{
			name: "W7", title: fmt.Sprintf("%d link requests: by one task, by 1000 at once on one object", n.waits),
			floor: b.floor("get", itoa(n.waits)),
			others: []program{
				b.lua("1 task", "", "tasks.lua", itoa(n.waits), "1"),
				b.lua("30 tasks", "", "tasks.lua", itoa(n.waits), "30"),
				b.lua("1000 tasks", "2 us a wait more", "tasks.lua", itoa(n.waits), "1000"),
				b.lua("1000 tasks, no request", "", "tasks.lua", itoa(n.waits), "1000", "yield"),
			},
			extra: []string{"us each", "us a task"},
			limits: "What the scheduler takes is told by the row without a request: `nlua.sleep(0)`, two switches between coroutines and a place in the queue. " +
				"What a wait of 1000 tasks takes beside that, and one of 30 hardly, is the memory of a thousand stacks in Go and in Lua, 25 KiB each, " +
				"which no cache holds: a fourth of it is the kernel's part of the request, which is slower too.",
		},
	}
}

// burstRate is how many events a second come in a burst.
const burstRate = 200_000

func (b *bed) batchName() string { return filepath.Join(b.scratch, "routes.batch") }

// batchFile writes for `ip -batch` what batch.lua adds.
func (b *bed) batchFile() error {
	var text strings.Builder
	for i := range b.size.adds {
		fmt.Fprintf(&text, "route add 10.%d.%d.%d/32 via %s dev %s proto static\n", i>>16&255, i>>8&255, i&255, gateway, device)
	}
	return os.WriteFile(b.batchName(), []byte(text.String()), 0o600)
}

// burst adds the routes that events tell of, burstRate a second, and then changes one
// more again and again, until the program has seen that as the end: the first times may be lost.
func (b *bed) burst(ended <-chan struct{}) error {
	c, err := dial()
	if err != nil {
		return err
	}
	defer unix.Close(c.fd)
	if err := add(c, b.size.events, perSend, burstRate); err != nil {
		return err
	}
	for kind := byte(unix.RTN_BLACKHOLE); ; kind ^= unix.RTN_BLACKHOLE ^ unix.RTN_UNREACHABLE {
		if err := c.do("the end of the burst", lastRoute(kind)); err != nil {
			return err
		}
		select {
		case <-ended:
			return nil
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// lastRoute is the request for 203.0.113.1/32 in the main table, which the programs take as the end. Only
// a change is an event.
func lastRoute(kind byte) []byte {
	body := []byte{unix.AF_INET, 32, 0, 0, unix.RT_TABLE_MAIN, unix.RTPROT_STATIC, unix.RT_SCOPE_UNIVERSE, kind, 0, 0, 0, 0}
	return message(unix.RTM_NEWROUTE, unix.NLM_F_CREATE|unix.NLM_F_REPLACE, attr(body, unix.RTA_DST, []byte{203, 0, 113, 1}))
}
