package nl_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"

	"golang.org/x/sys/unix"
)

// open opens a socket in a namespace; it is closed with the test.
func open(t *testing.T, ns netns.Ref, cfg nl.Config) *nl.Conn {
	t.Helper()
	var conn *nl.Conn
	err := netns.Do(ns, func() (err error) {
		conn, err = nl.Open(cfg)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// nlattr makes one attribute.
func nlattr(typ uint16, parts ...[]byte) []byte {
	data := slices.Concat(parts...)
	b := binary.NativeEndian.AppendUint16(nil, uint16(4+len(data)))
	b = append(binary.NativeEndian.AppendUint16(b, typ), data...)
	return append(b, make([]byte, (4-len(b)%4)%4)...)
}

// newLink is a request for a link of a kind.
func newLink(kind, name string) []byte {
	return nl.NewMessage(unix.RTM_NEWLINK, nl.FlagRequest|unix.NLM_F_CREATE|unix.NLM_F_EXCL, slices.Concat(make([]byte, 16),
		nlattr(unix.IFLA_IFNAME, []byte(name), []byte{0}), nlattr(unix.IFLA_LINKINFO, nlattr(unix.IFLA_INFO_KIND, []byte(kind)))))
}

// delLink removes a link by name.
func delLink(name string) []byte {
	return nl.NewMessage(unix.RTM_DELLINK, nl.FlagRequest, append(make([]byte, 16), nlattr(unix.IFLA_IFNAME, []byte(name), []byte{0})...))
}

// newRoute is a blackhole route to 10.x.y.z/32.
func newRoute(n int) []byte {
	rtmsg := []byte{unix.AF_INET, 32, 0, 0, unix.RT_TABLE_MAIN, unix.RTPROT_STATIC, unix.RT_SCOPE_UNIVERSE, unix.RTN_BLACKHOLE, 0, 0, 0, 0}
	return nl.NewMessage(unix.RTM_NEWROUTE, nl.FlagRequest|unix.NLM_F_CREATE|unix.NLM_F_EXCL,
		append(rtmsg, nlattr(unix.RTA_DST, []byte{10, byte(n >> 16), byte(n >> 8), byte(n)})...))
}

func routeDump() []byte {
	return nl.NewMessage(unix.RTM_GETROUTE, nl.FlagRequest|nl.FlagDump, append([]byte{unix.AF_INET}, make([]byte, 11)...))
}

func TestPortIDs(t *testing.T) {
	ns := nstest.New(t)
	const base uint32 = 70000
	given := open(t, ns, nl.Config{PID: new(base), Port: new(uint32(30))})
	if want := base + 30<<22; given.PortID() != want {
		t.Errorf("port id %d, want %d", given.PortID(), want)
	}
	table, err := os.ReadFile("/proc/net/netlink") // of this thread's namespace, not of ns
	if err != nil || strings.Contains(string(table), fmt.Sprint(given.PortID())) {
		t.Errorf("in the wrong namespace (%v)", err)
	}
	err = netns.Do(ns, func() error {
		_, err := nl.Open(nl.Config{PID: new(base), Port: new(uint32(30))})
		return err
	})
	if !errors.Is(err, unix.EADDRINUSE) {
		t.Errorf("a taken port: %v, want EADDRINUSE", err)
	}
	seen := map[uint32]bool{}
	for range 5 {
		c := open(t, ns, nl.Config{PID: new(base)})
		if id := c.PortID(); id&(1<<22-1) != base || seen[id] {
			t.Errorf("port id %d, want another of base %d", id, base)
		}
		seen[c.PortID()] = true
	}
	if own := open(t, ns, nl.Config{}); own.PortID() != uint32(os.Getpid())&(1<<22-1) {
		t.Errorf("port id %d, want the process id", own.PortID())
	}
	if any := open(t, ns, nl.Config{PID: new(uint32(0))}); any.PortID() == 0 {
		t.Error("the kernel chose nothing")
	}
}

func TestOptionsOfSocket(t *testing.T) {
	ns := nstest.New(t)
	on := open(t, ns, nl.Config{ExtAck: true, StrictCheck: true, AllNSID: true, RcvBuf: 100000, SndBuf: 50000})
	if o := on.Options(); o != (nl.Options{SndBuf: 100000, RcvBuf: 200000, ExtAck: true, StrictCheck: true, AllNSID: true}) {
		t.Errorf("%+v", o)
	}
	off := open(t, ns, nl.Config{})
	if o := off.Options(); o.ExtAck || o.StrictCheck || o.AllNSID {
		t.Errorf("%+v", o)
	}
}

func TestMembership(t *testing.T) {
	conn := open(t, nstest.New(t), nl.Config{Groups: []uint32{unix.RTNLGRP_LINK, unix.RTNLGRP_NEXTHOP, 36}})
	check := func(want ...uint32) {
		t.Helper()
		if got, err := conn.Membership(); err != nil || !slices.Equal(got, want) {
			t.Errorf("%v, %v; want %v", got, err, want)
		}
	}
	check(1, unix.RTNLGRP_NEXTHOP, 36)
	if _, err := conn.Exchange(background, newLink("bridge", "br0"), nil); err != nil {
		t.Fatal(err)
	}
	port := conn.PortID()
	if err := conn.Bind(1<<2 | 1<<4); err != nil { // after a request, too
		t.Fatal(err)
	}
	check(3, 5, 36)
	if conn.PortID() != port {
		t.Error("the port id has changed")
	}
	if err := errors.Join(conn.Join(33), conn.Leave(36)); err != nil {
		t.Fatal(err)
	}
	check(3, 5, 33)
	if err := conn.Join(5000); !errors.Is(err, unix.EINVAL) {
		t.Errorf("group 5000: %v, want EINVAL", err)
	}
}

func TestRefusalByKernel(t *testing.T) {
	conn := open(t, nstest.New(t), nl.Config{ExtAck: true, StrictCheck: true})
	if _, err := conn.Exchange(background, newLink("bridge", "br0"), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exchange(background, newLink("bridge", "br0"), nil); !errors.Is(err, unix.EEXIST) {
		t.Errorf("%v, want EEXIST", err)
	}
	bad := nl.NewMessage(unix.RTM_NEWLINK, nl.FlagRequest|unix.NLM_F_CREATE, append(make([]byte, 16), nlattr(unix.IFLA_MTU, []byte{1, 2})...))
	_, err := conn.Exchange(background, bad, nil)
	var e *nl.OpError
	if !errors.As(err, &e) || e.Offset != 32 || e.Message == "" || e.Policy == nil {
		t.Errorf("a short mtu: %+v", e)
	}
}

func TestCancelAndClose(t *testing.T) {
	conn := open(t, nstest.New(t), nl.Config{})
	for range 20 {
		ctx, cancel := context.WithTimeout(background, time.Millisecond)
		if _, err := conn.Recv(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%v, want a deadline", err)
		}
		cancel()
		if _, err := conn.Exchange(background, getLo(), nil); err != nil {
			t.Fatal(err)
		}
	}
	var done sync.WaitGroup
	for range 3 {
		done.Go(func() {
			if _, err := conn.Recv(background); !errors.Is(err, unix.EBADF) || !errors.Is(err, os.ErrClosed) {
				t.Errorf("%v, want EBADF", err)
			}
		})
	}
	time.Sleep(5 * time.Millisecond)
	if err := errors.Join(conn.Close(), conn.Close()); err != nil {
		t.Error(err)
	}
	done.Wait()
	_, exchange := conn.Exchange(background, getLo(), nil)
	_, dump := conn.Dump(background, routeDump())
	_, batch := conn.Batch(background, [][]byte{newRoute(1)}, nl.BatchOptions{}, nil)
	_, members := conn.Membership()
	for _, err := range []error{conn.Send(getLo()), exchange, dump, batch, members, conn.Join(1), conn.Bind(1)} {
		if !errors.Is(err, unix.EBADF) {
			t.Errorf("after close: %v, want EBADF", err)
		}
	}
	if conn.Fd() != -1 {
		t.Errorf("descriptor %d", conn.Fd())
	}
}

func getLo() []byte {
	return nl.NewMessage(unix.RTM_GETLINK, nl.FlagRequest, slices.Concat(u32(0), u32(1), u32(0), u32(0)))
}

// A blocking descriptor of somebody else's keeps its flags, and its waits can be cancelled all the same.
func TestFileno(t *testing.T) {
	ns := nstest.New(t)
	for _, kind := range []int{0, unix.SOCK_NONBLOCK} {
		var fd int
		err := netns.Do(ns, func() (err error) {
			fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|kind, unix.NETLINK_ROUTE)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		flags, _ := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		conn := open(t, netns.Ref{}, nl.Config{Fileno: &fd})
		if _, err := conn.Exchange(background, newLink("bridge", fmt.Sprintf("br%d", kind)), nil); err != nil {
			t.Fatal(err)
		}
		if conn.PortID() == 0 {
			t.Error("port id 0 after a request")
		}
		ctx, cancel := context.WithTimeout(background, 5*time.Millisecond)
		if _, err := conn.Recv(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, want a deadline", err)
		}
		cancel()
		woken := make(chan error)
		go func() { _, err := conn.Recv(background); woken <- err }()
		time.Sleep(2 * time.Millisecond)
		if err := conn.Send(getLo()); err != nil {
			t.Error(err)
		}
		if err := <-woken; err != nil {
			t.Errorf("the answer to a raw send: %v", err)
		}
		if got, _ := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0); got != flags {
			t.Errorf("flags %#x, were %#x", got, flags)
		}
		conn.Close()
		if _, err := unix.Getsockname(fd); err != nil {
			t.Errorf("the given descriptor is gone: %v", err)
		}
		unix.Close(fd)
	}
	for _, fd := range []int{0, -1, 9999} {
		if _, err := nl.Open(nl.Config{Fileno: &fd}); err == nil {
			t.Errorf("descriptor %d was taken", fd)
		}
	}
}

func TestManyRoutes(t *testing.T) {
	const count = 20000
	conn := open(t, nstest.New(t), nl.Config{ExtAck: true, StrictCheck: true, RcvBuf: 1 << 20, PID: new(uint32(0))})
	var msgs [][]byte
	for i := range count {
		msgs = append(msgs, newRoute(i))
	}
	msgs = append(msgs, newRoute(5), newRoute(count))
	steps, err := conn.Batch(background, msgs, nl.BatchOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range steps {
		want := nl.StepDone
		if i == count {
			want = nl.StepRefused
		}
		if step.State != want {
			t.Fatalf("step %d: %+v", i, step)
		}
	}
	if !errors.Is(steps[count].Err, unix.EEXIST) {
		t.Error(steps[count].Err)
	}

	routes := func(limit int) int {
		d, err := conn.Dump(background, routeDump())
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		n := 0
		for n < limit {
			dg, err := d.Next(background)
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			for m, err := range dg.Messages() {
				if err != nil || m.Type != unix.RTM_NEWROUTE {
					t.Fatal(m.Type, err)
				}
				if m.Body[7] == unix.RTN_BLACKHOLE { // not lo's own
					n++
				}
			}
		}
		return n
	}
	if n := routes(1 << 30); n != count+1 {
		t.Errorf("%d routes, want %d", n, count+1)
	}
	for range 50 { // left early, on one descriptor
		if n := routes(1); n == 0 || n > 1000 {
			t.Fatalf("%d routes in the first datagram", n)
		}
	}
	if n := routes(1 << 30); n != count+1 {
		t.Errorf("%d routes, want %d", n, count+1)
	}
	// A batch in a small buffer: never more in flight than it answers.
	small := open(t, nstest.New(t), nl.Config{RcvBuf: 4096, PID: new(uint32(0)), Gate: nl.Gates{}}) // an ACK a step
	steps, err = small.Batch(background, msgs[:2000], nl.BatchOptions{}, nil)
	for i, step := range steps {
		if err != nil || step.State != nl.StepDone {
			t.Fatalf("small buffer, step %d: %+v, %v", i, step, err)
		}
	}
}

// Requests, dumps and events of many goroutines on one descriptor.
func TestOneDescriptorForAll(t *testing.T) {
	ns := nstest.New(t)
	conn := open(t, ns, nl.Config{ExtAck: true, Groups: []uint32{unix.RTNLGRP_LINK}, RcvBuf: 1 << 20})
	const workers, rounds = 8, 10
	var events sync.WaitGroup
	seen := 0
	events.Go(func() {
		for {
			d, err := conn.Recv(background)
			if err != nil || d.Groups == 0 {
				t.Errorf("%+v, %v: want an event", d, err)
				return
			}
			for m := range d.Messages() {
				if m.Type == unix.RTM_DELLINK {
					seen++
				}
				if bytes.Contains(m.Body, []byte("last\x00")) {
					return
				}
			}
		}
	})
	var work sync.WaitGroup
	for w := range workers {
		work.Go(func() {
			for i := range rounds {
				name := fmt.Sprintf("br%d-%d", w, i)
				for _, msg := range [][]byte{newLink("bridge", name), delLink(name)} {
					if _, err := conn.Exchange(background, msg, nil); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				}
				found := false
				_, err := conn.Exchange(background, dumpRequest(), func(m nl.Message) error {
					found = found || binary.NativeEndian.Uint32(m.Body[4:]) == 1
					return nil
				})
				if err != nil || !found {
					t.Errorf("dump: lo %v, %v", found, err)
				}
			}
		})
	}
	work.Wait()
	last := newLink("bridge", "last") // its event comes after all others
	if _, err := open(t, ns, nl.Config{}).Exchange(background, last, nil); err != nil {
		t.Fatal(err)
	}
	events.Wait()
	if seen != workers*rounds {
		t.Errorf("%d deletions seen, want %d", seen, workers*rounds)
	}
}

func TestOverflowOfKernel(t *testing.T) {
	ns := nstest.New(t)
	listener := open(t, ns, nl.Config{Groups: []uint32{unix.RTNLGRP_IPV4_ROUTE}, RcvBuf: 4096})
	conn := open(t, ns, nl.Config{RcvBuf: 1 << 20})
	var msgs [][]byte
	for i := range 500 {
		msgs = append(msgs, newRoute(i))
	}
	if _, err := conn.Batch(background, msgs, nl.BatchOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	bufs, out := make([][]byte, 16), make([]nl.Datagram, 16)
	for i := range bufs {
		bufs[i] = make([]byte, 8192)
	}
	got, overflow := 0, false
	for more, last := 0, false; !last; more++ {
		n, err := listener.RecvMany(background, bufs, out)
		if err == unix.ENOBUFS {
			overflow = true
		} else if err != nil {
			t.Fatal(err)
		}
		for _, d := range out[:n] {
			for m, err := range d.Messages() {
				if err != nil || m.Type != unix.RTM_NEWROUTE {
					t.Fatal(m.Type, err)
				}
				if bytes.Contains(m.Body, []byte{10, 1, 0, byte(more - 1)}) {
					last = true
				} else {
					got++
				}
			}
		}
		// 10.1.0.N: the event of one of these comes when the socket has room again.
		if _, err := conn.Exchange(background, newRoute(1<<16+more), nil); err != nil {
			t.Fatal(err)
		}
	}
	if !overflow || got == 0 || got == len(msgs) {
		t.Errorf("%d events of %d, overflow %v", got, len(msgs), overflow)
	}
	if _, err := listener.Exchange(background, getLo(), nil); err != nil {
		t.Errorf("a request after the overflow: %v", err)
	}
}

func TestNSID(t *testing.T) {
	here, there := nstest.New(t), nstest.New(t)
	listener := open(t, here, nl.Config{Groups: []uint32{unix.RTNLGRP_LINK}, AllNSID: true})
	file, err := there.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	const id = 42
	body := slices.Concat(make([]byte, 4), nlattr(unix.NETNSA_NSID, u32(id)), nlattr(unix.NETNSA_FD, u32(uint32(file.Fd()))))
	if _, err := open(t, here, nl.Config{}).Exchange(background, nl.NewMessage(unix.RTM_NEWNSID, nl.FlagRequest, body), nil); err != nil {
		t.Fatal(err)
	}
	want := map[string]int32{"inside": id, "own": -1}
	for name, ns := range map[string]netns.Ref{"inside": there, "own": here} {
		if _, err := open(t, ns, nl.Config{}).Exchange(background, newLink("bridge", "br0"), nil); err != nil {
			t.Fatal(err)
		}
		d, err := listener.Recv(background)
		if err != nil {
			t.Fatal(err)
		}
		for m := range d.Messages() {
			if m.HasNSID != (want[name] >= 0) || m.HasNSID && m.NSID != want[name] {
				t.Errorf("%s: nsid %d (%v)", name, m.NSID, m.HasNSID)
			}
		}
	}
}

func TestReadOnlyGate(t *testing.T) {
	conn := open(t, nstest.New(t), nl.Config{Gate: nl.ReadOnly{}})
	if _, err := conn.Exchange(background, getLo(), nil); err != nil {
		t.Errorf("a get: %v", err)
	}
	d, err := conn.Dump(background, routeDump())
	if err != nil {
		t.Errorf("a dump: %v", err)
	} else {
		d.Close()
	}
	hidden := append(getLo(), newLink("bridge", "br0")...)
	_, exchange := conn.Exchange(background, newLink("bridge", "br0"), nil)
	for what, err := range map[string]error{"exchange": exchange, "raw": conn.Send(newLink("bridge", "br0")), "second in a buffer": conn.Send(hidden)} {
		if !errors.Is(err, unix.EPERM) {
			t.Errorf("%s: %v, want EPERM", what, err)
		}
	}
	if err := conn.Send(append(getLo(), 1, 2, 3)); !errors.Is(err, unix.EINVAL) {
		t.Errorf("junk: %v, want EINVAL", err)
	}
	steps, err := conn.Batch(background, [][]byte{getLo(), delLink("lo")}, nl.BatchOptions{}, nil)
	if err != nil || steps[0].State != nl.StepDone || !errors.Is(steps[1].Err, unix.EPERM) {
		t.Errorf("batch: %+v, %v", steps, err)
	}
	for typ, want := range map[uint16]bool{
		nl.TypeNoop: true, nl.TypeDone: true, unix.RTM_NEWLINK: false, unix.RTM_DELLINK: false, unix.RTM_GETLINK: true, unix.RTM_SETLINK: false,
		unix.RTM_GETNSID: true, unix.RTM_NEWNSID: false, unix.RTM_SETNEIGHTBL: false, unix.RTM_GETSTATS: true, unix.RTM_SETDCB: false, 999: false,
	} {
		if got := (nl.ReadOnly{}).Send(nl.Message{Header: nl.Header{Type: typ}}).Errno == 0; got != want {
			t.Errorf("type %d: passes %v, want %v", typ, got, want)
		}
	}
}

// answering is a gate that answers all changes itself.
type answering struct {
	nl.ReadOnly
	mu        sync.Mutex
	sent, got []uint16
}

func (a *answering) Send(m nl.Message) nl.Verdict {
	if nl.IsGet(m.Type) {
		return nl.Verdict{}
	}
	return nl.Verdict{Answer: true, Replies: [][]byte{nl.NewMessage(nl.TypeError, 0x100, append(make([]byte, 4), m.Raw[:nl.HeaderLen]...))}}
}

func (a *answering) Sent(m nl.Message) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sent = append(a.sent, m.Type)
}

func (a *answering) Received(m nl.Message) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.got = append(a.got, m.Type)
}

func TestAnsweringGate(t *testing.T) {
	gate := &answering{}
	conn := open(t, nstest.New(t), nl.Config{Gate: nl.Gates{gate}})
	if _, err := conn.Exchange(background, delLink("lo"), nil); err != nil {
		t.Error(err)
	}
	steps, err := conn.Batch(background, [][]byte{delLink("a"), getLo(), delLink("b")}, nl.BatchOptions{}, nil)
	for _, step := range steps {
		if err != nil || step.State != nl.StepDone {
			t.Errorf("%+v, %v", step, err)
		}
	}
	if err := conn.Send(append(delLink("lo"), getLo()...)); err != nil {
		t.Error(err)
	}
	types := []uint16{}
	for range 2 {
		d, err := conn.Recv(background)
		if err != nil {
			t.Fatal(err)
		}
		for m := range d.Messages() {
			types = append(types, m.Type)
		}
	}
	if !slices.Equal(types, []uint16{nl.TypeError, unix.RTM_NEWLINK}) {
		t.Errorf("answers to a raw send: %v", types)
	}
	if want := []uint16{unix.RTM_GETLINK, unix.RTM_GETLINK}; !slices.Equal(gate.sent, want) {
		t.Errorf("sent %v, want %v", gate.sent, want)
	}
	if len(gate.got) != 7 { // five ACKs, two links; the get of the batch brings an ACK besides
		t.Errorf("received %v", gate.got)
	}
}

// A datagram that is longer than its buffer is whole all the same.
func TestSpill(t *testing.T) {
	conn := open(t, nstest.New(t), nl.Config{})
	want := 0
	if _, err := conn.Exchange(background, getLo(), func(m nl.Message) error { want = len(m.Raw); return nil }); err != nil {
		t.Fatal(err)
	}
	check := func(d nl.Datagram) {
		t.Helper()
		for m, err := range d.Messages() {
			if err != nil || len(m.Raw) != want || !bytes.Contains(m.Body, []byte("lo\x00")) {
				t.Errorf("%d bytes, %v; want %d", len(m.Raw), err, want)
			}
		}
	}
	if err := conn.Send(getLo()); err != nil {
		t.Fatal(err)
	}
	d, err := conn.Recv(background)
	if err != nil {
		t.Fatal(err)
	}
	check(d)
	for range 3 {
		if err := conn.Send(getLo()); err != nil {
			t.Fatal(err)
		}
	}
	bufs := [][]byte{make([]byte, 64), make([]byte, 4096), make([]byte, 64)} // the two short ones share what spills over
	out := make([]nl.Datagram, 3)
	n, err := conn.RecvMany(background, bufs, out)
	if err != nil || n != 2 {
		t.Fatalf("%d, %v; want two whole ones", n, err)
	}
	check(out[0])
	check(out[1])
	if _, err := conn.RecvMany(background, bufs, out); err != unix.ENOBUFS {
		t.Errorf("the lost one: %v, want ENOBUFS", err)
	}
}
