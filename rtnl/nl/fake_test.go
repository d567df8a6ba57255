package nl_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"nlua/rtnl/nl"
	"nlua/rtnl/nl/nltest"

	"golang.org/x/sys/unix"
)

var background = context.Background()

func linkMsg(index byte) []byte {
	return nltest.Msg(unix.RTM_NEWLINK, []byte{0, 0, 0, 0, index, 0, 0, 0})
}

func dumpRequest() []byte {
	return nl.NewMessage(unix.RTM_GETLINK, nl.FlagRequest|nl.FlagDump, make([]byte, 16))
}

func setRequest() []byte { return nl.NewMessage(unix.RTM_NEWLINK, nl.FlagRequest, make([]byte, 16)) }

func u32(v uint32) []byte { return binary.NativeEndian.AppendUint32(nil, v) }

func u64(v uint64) []byte { return binary.NativeEndian.AppendUint64(nil, v) }

// collect reads a dump to its end and gives the fifth byte of each body.
func collect(d *nl.Dump) (indices []byte, err error) {
	for {
		dg, err := d.Next(background)
		if err == io.EOF {
			return indices, nil
		}
		if err != nil {
			return indices, err
		}
		for m, err := range dg.Messages() {
			if err != nil {
				return indices, err
			}
			indices = append(indices, m.Body[4])
		}
	}
}

func TestDump(t *testing.T) {
	for per := 1; per <= 4; per++ {
		conn := nltest.Open(func(req nl.Message) []nltest.Reply {
			return nltest.Dump(req, per, linkMsg(1), linkMsg(2), linkMsg(3))
		})
		d, err := conn.Dump(background, dumpRequest())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := collect(d); err != nil || !slices.Equal(got, []byte{1, 2, 3}) {
			t.Errorf("%d a datagram: %v, %v", per, got, err)
		}
		if _, err := d.Next(background); err != io.EOF {
			t.Errorf("after the end: %v, want EOF", err)
		}
		if d.Ack().Interrupted {
			t.Error("not interrupted, but says so")
		}
		conn.Close()
	}
}

// countingSocket counts the datagrams that were received.
type countingSocket struct {
	*nltest.Socket
	received atomic.Int64
}

func (s *countingSocket) Recv(buf []byte, wait bool) (nl.Datagram, error) {
	d, err := s.Socket.Recv(buf, wait)
	if err == nil {
		s.received.Add(1)
	}
	return d, err
}

// A long dump is read ahead, but not for a caller who does nothing in between.
func TestReadAhead(t *testing.T) {
	const asked, more = 20, 8
	var long [][]byte
	for range 3 * asked {
		long = append(long, nltest.Msg(unix.RTM_NEWLINK, make([]byte, nl.BufferLen*3/4)))
	}
	for _, alone := range []bool{true, false} {
		sock := &countingSocket{Socket: nltest.NewSocket(func(req nl.Message) []nltest.Reply { return nltest.Dump(req, 1, long...) })}
		conn := nl.NewConn(sock, nl.Config{})
		d, err := conn.Dump(background, dumpRequest())
		if err != nil {
			t.Fatal(err)
		}
		d.Alone(alone)
		for range asked {
			if _, err := d.Next(background); err != nil {
				t.Fatal(err)
			}
		}
		want := int64(asked)
		if !alone {
			want += more
		}
		for end := time.Now().Add(5 * time.Second); sock.received.Load() < want && time.Now().Before(end); {
			time.Sleep(time.Millisecond)
		}
		if got := sock.received.Load(); got < want || alone && got != want {
			t.Errorf("alone %t: %d datagrams of which %d were asked for, want %d", alone, got, asked, want)
		}
		d.Alone(false)
		if got, err := collect(d); err != nil || len(got) != len(long)-asked {
			t.Errorf("alone %t: the rest: %d messages, %v", alone, len(got), err)
		}
		conn.Close()
	}
}

func TestDumpEnds(t *testing.T) {
	malformed := linkMsg(2)
	malformed[0] = 200
	tests := map[string]struct {
		reply func(req nl.Message) []nltest.Reply
		want  []byte
		err   error
		intr  bool
	}{
		"interrupted": {func(req nl.Message) []nltest.Reply {
			return []nltest.Reply{nltest.Answer(req, nl.FlagMulti, linkMsg(1)), nltest.Answer(req, nl.FlagMulti|nl.FlagDumpIntr, nltest.DoneMsg(0))}
		}, []byte{1}, nil, true},
		"interrupted early": {func(req nl.Message) []nltest.Reply {
			return []nltest.Reply{nltest.Answer(req, nl.FlagMulti|nl.FlagDumpIntr, linkMsg(1)), nltest.Answer(req, nl.FlagMulti, nltest.DoneMsg(0))}
		}, []byte{1}, nil, true},
		"negative DONE": {func(req nl.Message) []nltest.Reply {
			return []nltest.Reply{nltest.Answer(req, nl.FlagMulti, linkMsg(1), nltest.DoneMsg(-int32(unix.ENOENT)))}
		}, []byte{1}, unix.ENOENT, false},
		"error": {func(req nl.Message) []nltest.Reply {
			return []nltest.Reply{nltest.Ack(req, unix.EBUSY, true)}
		}, nil, unix.EBUSY, false},
		"empty DONE": {func(req nl.Message) []nltest.Reply {
			return []nltest.Reply{nltest.Answer(req, nl.FlagMulti, nltest.Msg(nl.TypeDone, nil))}
		}, nil, nil, false},
		"overrun": {func(req nl.Message) []nltest.Reply {
			return []nltest.Reply{nltest.Answer(req, nl.FlagMulti, linkMsg(1), nltest.Msg(nl.TypeOverrun, nil))}
		}, []byte{1}, unix.ENOBUFS, false},
		"lost": {func(req nl.Message) []nltest.Reply {
			return []nltest.Reply{nltest.Answer(req, nl.FlagMulti, linkMsg(1)), {Err: unix.ENOBUFS}}
		}, []byte{1}, unix.ENOBUFS, false},
		"foreign messages between": {func(req nl.Message) []nltest.Reply {
			forged := nltest.Answer(req, nl.FlagMulti, linkMsg(66), nltest.DoneMsg(0))
			forged.Pid = 1234
			wrongSeq := nltest.Answer(nl.Message{Header: nl.Header{Seq: req.Seq + 1, Pid: req.Pid}}, nl.FlagMulti, linkMsg(67))
			wrongPort := nltest.Answer(nl.Message{Header: nl.Header{Seq: req.Seq, Pid: req.Pid + 1}}, nl.FlagMulti, linkMsg(68))
			event := nltest.Answer(req, 0, linkMsg(69))
			event.Groups = 1
			return append([]nltest.Reply{forged, wrongSeq, wrongPort, event}, nltest.Dump(req, 1, linkMsg(1), linkMsg(2))...)
		}, []byte{1, 2}, nil, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			conn := nltest.Open(test.reply)
			defer conn.Close()
			d, err := conn.Dump(background, dumpRequest())
			if err != nil {
				t.Fatal(err)
			}
			got, err := collect(d)
			if !slices.Equal(got, test.want) || !errors.Is(err, test.err) {
				t.Errorf("%v, %v; want %v, %v", got, err, test.want, test.err)
			}
			if d.Ack().Interrupted != test.intr {
				t.Errorf("interrupted: %v", d.Ack().Interrupted)
			}
		})
	}
	t.Run("malformed", func(t *testing.T) {
		conn := nltest.Open(func(req nl.Message) []nltest.Reply {
			r := nltest.Answer(req, nl.FlagMulti, linkMsg(1))
			r.Data = append(r.Data, malformed...)
			return []nltest.Reply{r}
		})
		defer conn.Close()
		d, err := conn.Dump(background, dumpRequest())
		if err != nil {
			t.Fatal(err)
		}
		var bad *nl.ParseError
		if got, err := collect(d); !errors.As(err, &bad) || bad.Offset != 24 || !slices.Equal(got, []byte{1}) {
			t.Errorf("%v, %v", got, err)
		}
	})
}

// The kernel runs one dump a socket: the second waits until the first is done with, and what was left of it is dropped.
func TestDumpAfterClosedDump(t *testing.T) {
	n := byte(0)
	conn := nltest.Open(func(req nl.Message) []nltest.Reply {
		n += 10
		return nltest.Dump(req, 1, linkMsg(n+1), linkMsg(n+2))
	})
	defer conn.Close()
	first, err := conn.Dump(background, dumpRequest())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Next(background); err != nil {
		t.Fatal(err)
	}
	soon, cancel := context.WithTimeout(background, 20*time.Millisecond)
	defer cancel()
	if _, err := conn.Dump(soon, dumpRequest()); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("a second dump beside the first: %v", err)
	}
	first.Close()
	if _, err := first.Next(background); err != nl.ErrDumpClosed {
		t.Errorf("a closed dump: %v", err)
	}
	second, err := conn.Dump(background, dumpRequest())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := collect(second); err != nil || !slices.Equal(got, []byte{21, 22}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestCloseWakesDump(t *testing.T) {
	conn := nltest.Open(func(nl.Message) []nltest.Reply { return nil })
	defer conn.Close()
	d, err := conn.Dump(background, dumpRequest())
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan error)
	go func() {
		_, err := d.Next(background)
		got <- err
	}()
	time.Sleep(5 * time.Millisecond)
	d.Close()
	if err := <-got; err != nl.ErrDumpClosed {
		t.Errorf("%v, want ErrDumpClosed", err)
	}
}

func TestExtendedAck(t *testing.T) {
	policy := slices.Concat(nltest.TLV(1, u32(3)), nltest.TLV(4, u64(1)), nltest.TLV(5, u64(4094)))
	tlvs := [][]byte{
		nltest.TLV(1, []byte("no such thing\x00")), nltest.TLV(2, u32(24)), nltest.TLV(3, []byte{1, 2, 3}),
		nltest.TLV(4, policy), nltest.TLV(5, u32(7)), nltest.TLV(6, u32(32)), nltest.TLV(99, []byte("unknown")),
	}
	for _, capped := range []bool{true, false} {
		conn := nltest.Open(func(req nl.Message) []nltest.Reply {
			return []nltest.Reply{nltest.Ack(req, unix.ERANGE, capped, tlvs...)}
		})
		request := setRequest()
		_, err := conn.Exchange(background, request, nil)
		var e *nl.OpError
		if !errors.As(err, &e) || !errors.Is(err, unix.ERANGE) {
			t.Fatalf("%v", err)
		}
		if e.Message != "no such thing" || e.Offset != 24 || e.MissType != 7 || e.MissNest != 32 {
			t.Errorf("capped %v: %+v", capped, e)
		}
		if e.Policy == nil || e.Policy.String() != "u16, from 1, up to 4094" {
			t.Errorf("policy %v", e.Policy)
		}
		if !bytes.Equal(e.Request, request) {
			t.Errorf("request %x, want %x", e.Request, request)
		}
		if want := "netlink: numerical result out of range (ERANGE): no such thing"; err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
		conn.Close()
	}
}

func TestAckOfSuccess(t *testing.T) {
	conn := nltest.Open(func(req nl.Message) []nltest.Reply {
		return []nltest.Reply{
			nltest.Answer(req, 0, linkMsg(5)),
			nltest.Ack(req, 0, true, nltest.TLV(1, []byte("deprecated\x00"))),
		}
	})
	defer conn.Close()
	var got byte
	ack, err := conn.Exchange(background, nl.NewMessage(unix.RTM_NEWLINK, nl.FlagRequest|nl.FlagEcho, make([]byte, 16)),
		func(m nl.Message) error { got = m.Body[4]; return nil })
	if err != nil || got != 5 || ack.Warning != "deprecated" || len(ack.Raw) == 0 {
		t.Errorf("%d, %+v, %v", got, ack, err)
	}
}

func TestLostAck(t *testing.T) {
	socket := nltest.NewSocket(func(nl.Message) []nltest.Reply { return []nltest.Reply{{Err: unix.ENOBUFS}} })
	conn := nl.NewConn(socket, nl.Config{})
	defer conn.Close()
	if _, err := conn.Exchange(background, setRequest(), nil); !errors.Is(err, unix.ENOBUFS) {
		t.Errorf("exchange: %v, want ENOBUFS", err)
	}
	if _, err := conn.Recv(background); !errors.Is(err, unix.ENOBUFS) {
		t.Errorf("recv: %v, want ENOBUFS", err)
	}
}

// The kernel refuses a read with EAGAIN when it has no room for the reply; a change that it refuses so is refused.
func TestNoRoomForReply(t *testing.T) {
	conn := nltest.Open(func(req nl.Message) []nltest.Reply { return []nltest.Reply{nltest.Ack(req, unix.EAGAIN, true)} })
	defer conn.Close()
	get := nl.NewMessage(unix.RTM_GETLINK, nl.FlagRequest, make([]byte, 16))
	if _, err := conn.Exchange(background, get, nil); !errors.Is(err, unix.ENOBUFS) {
		t.Errorf("get: %v, want ENOBUFS", err)
	}
	if _, err := conn.Exchange(background, setRequest(), nil); !errors.Is(err, unix.EAGAIN) {
		t.Errorf("set: %v, want EAGAIN", err)
	}
}

// An overflow that lost events alone fails no request.
func TestOverflowOfEvents(t *testing.T) {
	conn := nltest.Open(func(req nl.Message) []nltest.Reply {
		return []nltest.Reply{{Err: unix.ENOBUFS}, nltest.Event(1, linkMsg(1)), nltest.Ack(req, 0, true)}
	})
	defer conn.Close()
	if _, err := conn.Exchange(background, setRequest(), nil); err != nil {
		t.Errorf("exchange: %v", err)
	}
	if _, err := conn.Recv(background); !errors.Is(err, unix.ENOBUFS) {
		t.Errorf("recv: %v, want ENOBUFS", err)
	}
	if d, err := conn.Recv(background); err != nil || d.Groups != 1 {
		t.Errorf("recv: %+v, %v", d, err)
	}
}

// A Recv that waits already reads the answer to an Exchange that starts later, and hands it over.
func TestRecvDoesNotSwallow(t *testing.T) {
	socket := nltest.NewSocket(func(req nl.Message) []nltest.Reply { return []nltest.Reply{nltest.Ack(req, 0, true)} })
	conn := nl.NewConn(socket, nl.Config{})
	defer conn.Close()
	event := make(chan error)
	go func() {
		d, err := conn.Recv(background)
		if err == nil && d.Groups == 0 {
			err = errors.New("no event")
		}
		event <- err
	}()
	for range 100 {
		if _, err := conn.Exchange(background, setRequest(), nil); err != nil {
			t.Fatal(err)
		}
	}
	socket.Push(nltest.Event(1, linkMsg(1)))
	if err := <-event; err != nil {
		t.Error(err)
	}
}

func TestCancelledAnswerIsDropped(t *testing.T) {
	var late nltest.Reply
	silent := true
	socket := nltest.NewSocket(func(req nl.Message) []nltest.Reply {
		ack := nltest.Ack(req, 0, true)
		if silent {
			late = ack
			return nil
		}
		return []nltest.Reply{ack}
	})
	conn := nl.NewConn(socket, nl.Config{})
	defer conn.Close()
	ctx, cancel := context.WithCancelCause(background)
	why := errors.New("enough")
	time.AfterFunc(5*time.Millisecond, func() { cancel(why) })
	if _, err := conn.Exchange(ctx, setRequest(), nil); err != why {
		t.Fatalf("%v, want the cause", err)
	}
	silent = false
	socket.Push(late, nltest.Event(1, linkMsg(1)))
	if _, err := conn.Exchange(background, setRequest(), nil); err != nil {
		t.Error(err)
	}
	if d, err := conn.Recv(background); err != nil || d.Groups != 1 {
		t.Errorf("%+v, %v: want the event", d, err)
	}
}

func TestMaxSize(t *testing.T) {
	socket := nltest.NewSocket(nil)
	conn := nl.NewConn(socket, nl.Config{MaxSize: 100})
	defer conn.Close()
	socket.Push(nltest.Event(1, nltest.Msg(unix.RTM_NEWLINK, make([]byte, 85))), nltest.Event(1, nltest.Msg(unix.RTM_NEWLINK, make([]byte, 84))))
	if _, err := conn.Recv(background); !errors.Is(err, unix.EMSGSIZE) {
		t.Errorf("101 bytes: %v, want EMSGSIZE", err)
	}
	if _, err := conn.Recv(background); err != nil {
		t.Errorf("100 bytes: %v", err)
	}
}

func TestBatch(t *testing.T) {
	lose := false
	socket := nltest.NewSocket(func(req nl.Message) []nltest.Reply {
		var replies []nltest.Reply
		switch {
		case req.Body[0] == 'x':
			replies = append(replies, nltest.Ack(req, unix.EEXIST, true))
		case req.Flags&nl.FlagAck != 0:
			replies = append(replies, nltest.Ack(req, 0, true))
		}
		if lose && len(replies) > 0 {
			return []nltest.Reply{{Err: unix.ENOBUFS}}
		}
		return replies
	})
	plain := nl.NewConn(socket, nl.Config{RcvBuf: 4 * 1408})
	defer plain.Close()
	gated := nl.NewConn(socket, nl.Config{RcvBuf: 4 * 1408, Gate: nl.Gates{}}) // asks for an ACK a step
	batch := func(steps string) [][]byte {
		var msgs [][]byte
		for _, c := range steps {
			msgs = append(msgs, nl.NewMessage(unix.RTM_NEWROUTE, nl.FlagRequest, []byte{byte(c), 0, 0, 0}))
		}
		return msgs
	}
	states := func(steps []nl.Step) string {
		s := ""
		for _, step := range steps {
			s += string("-dru"[step.State])
		}
		return s
	}
	tests := []struct {
		steps string
		conn  *nl.Conn
		opt   nl.BatchOptions
		lose  bool
		want  string
		sends int
	}{
		{"", plain, nl.BatchOptions{}, false, "", 0},
		{"aaaaaaaaa", plain, nl.BatchOptions{}, false, "ddddddddd", 3},
		{"axaxaxaxx", plain, nl.BatchOptions{}, false, "drdrdrdrr", 3},
		{"axaxaxaxx", gated, nl.BatchOptions{}, false, "drdrdrdrr", 3},
		{"aaxaa", plain, nl.BatchOptions{Stop: true}, false, "ddr--", 3},
		{"aaaaa", plain, nl.BatchOptions{}, true, "uuuuu", 2},
	}
	for _, test := range tests {
		lose = test.lose
		before := len(socket.Sends())
		steps, err := test.conn.Batch(background, batch(test.steps), test.opt, nil)
		if got := states(steps); err != nil || got != test.want {
			t.Errorf("%q %+v: %q, %v; want %q", test.steps, test.opt, got, err, test.want)
		}
		if sends := len(socket.Sends()) - before; sends != test.sends {
			t.Errorf("%q %+v: %d sends, want %d", test.steps, test.opt, sends, test.sends)
		}
		for _, step := range steps {
			if step.State == nl.StepRefused && !errors.Is(step.Err, unix.EEXIST) {
				t.Error(step.Err)
			}
		}
	}
}

// A batch that is cancelled midway: what its answers were to be is forgotten when they come, at the next request.
func TestCancelledBatchLeavesNothing(t *testing.T) {
	for _, gate := range []nl.Gate{nil, nl.Gates{}} {
		for cancelAt := range 6 {
			ctx, cancel := context.WithCancel(background)
			seen := 0
			socket := nltest.NewSocket(func(req nl.Message) (replies []nltest.Reply) {
				if seen++; seen == cancelAt {
					cancel()
				}
				if req.Body[0] == 'x' {
					replies = append(replies, nltest.Ack(req, unix.EEXIST, true))
				} else if req.Flags&nl.FlagAck != 0 {
					replies = append(replies, nltest.Ack(req, 0, true))
				}
				return replies
			})
			conn := nl.NewConn(socket, nl.Config{RcvBuf: 1 << 20, Gate: gate})
			if cancelAt == 0 {
				cancel()
			}
			var msgs [][]byte
			for _, c := range "axaxa" {
				msgs = append(msgs, nl.NewMessage(unix.RTM_NEWROUTE, nl.FlagRequest, []byte{byte(c), 0, 0, 0}))
			}
			if _, err := conn.Batch(ctx, msgs, nl.BatchOptions{}, nil); !errors.Is(err, context.Canceled) {
				t.Errorf("gate %v, cancelled at %d: %v", gate, cancelAt, err)
			}
			if _, err := conn.Exchange(background, nl.NewMessage(unix.RTM_NEWROUTE, nl.FlagRequest, make([]byte, 4)), nil); err != nil {
				t.Error(err)
			}
			if n := conn.Pending(); n != 0 {
				t.Errorf("gate %v, cancelled at %d: %d sequence numbers are left", gate, cancelAt, n)
			}
			cancel()
			conn.Close()
		}
	}
}
