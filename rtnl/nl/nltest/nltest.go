// Package nltest is a kernel for tests: a function from requests to replies,
// behind an nl.Conn. It does on demand what a real one does only by chance: interrupted dumps, lost
// answers, foreign senders, malformed messages.
//
//	conn := nltest.Open(func(req nl.Message) []nltest.Reply {
//		return nltest.Dump(req, 2, nltest.Msg(unix.RTM_NEWLINK, body1), nltest.Msg(unix.RTM_NEWLINK, body2))
//	})
package nltest

import (
	"encoding/binary"
	"os"
	"sync"

	"nlua/rtnl/nl"

	"golang.org/x/sys/unix"
)

// Reply is one datagram, or an error that a receive gives.
type Reply struct {
	nl.Datagram
	Err error // unix.ENOBUFS and the like; the datagram does not count then
}

// Kernel answers one message of a send.
type Kernel func(request nl.Message) []Reply

// Socket is an nl.Socket. Its queue has no limit.
type Socket struct {
	kernel Kernel

	mu          sync.Mutex
	more        *sync.Cond
	queue       []Reply
	sends       [][]byte
	interrupted bool
	closed      bool
}

// PortID is the port id of the sockets that Open makes.
const PortID = 4711

// Open makes a Conn on a Socket; see NewSocket and nl.NewConn for more.
func Open(kernel Kernel) *nl.Conn {
	port := uint32(PortID)
	return nl.NewConn(NewSocket(kernel), nl.Config{PID: &port})
}

// NewSocket makes a socket that kernel answers.
func NewSocket(kernel Kernel) *Socket {
	s := &Socket{kernel: kernel}
	s.more = sync.NewCond(&s.mu)
	return s
}

// Push puts replies into the receive queue: events, mostly.
func (s *Socket) Push(replies ...Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, replies...)
	s.more.Broadcast()
}

// Sends gives what was sent so far, a buffer each.
func (s *Socket) Sends() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([][]byte(nil), s.sends...)
}

// Send asks the kernel about each message.
func (s *Socket) Send(p []byte) error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return os.ErrClosed
	}
	s.sends = append(s.sends, append([]byte(nil), p...))
	s.mu.Unlock()
	for m, err := range nl.Parse(p) {
		if err != nil {
			return nil // the kernel ignores the rest, too
		}
		if m.Type == nl.TypeNoop { // a ping, which is nobody's business
			s.Push(Ack(m, 0, true))
			continue
		}
		s.Push(s.kernel(m)...)
	}
	return nil
}

// Recv gives the next datagram of the queue.
func (s *Socket) Recv(buf []byte, wait bool) (nl.Datagram, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.closed:
			return nl.Datagram{}, os.ErrClosed
		case s.interrupted:
			return nl.Datagram{}, os.ErrDeadlineExceeded
		case len(s.queue) > 0:
			r := s.queue[0]
			s.queue = s.queue[1:]
			if r.Err == nil {
				r.Data = append(buf[:0], r.Data...)
			}
			return r.Datagram, r.Err
		case !wait:
			return nl.Datagram{}, unix.EAGAIN
		}
		s.more.Wait()
	}
}

// RecvMany gives one datagram at a time.
func (s *Socket) RecvMany(bufs [][]byte, out []nl.Datagram) (int, error) {
	d, err := s.Recv(bufs[0], true)
	if err != nil {
		return 0, err
	}
	if len(d.Data) > len(bufs[0]) {
		err = unix.EMSGSIZE
	}
	out[0] = d
	return 1, err
}

// Interrupt ends a waiting Recv.
func (s *Socket) Interrupt() { s.set(&s.interrupted, true) }

// Resume lets Recv wait again.
func (s *Socket) Resume() { s.set(&s.interrupted, false) }

// Close ends a waiting Recv for ever.
func (s *Socket) Close() error {
	s.set(&s.closed, true)
	return nil
}

func (s *Socket) set(flag *bool, to bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*flag = to
	s.more.Broadcast()
}

// Control has no descriptor to offer.
func (s *Socket) Control(func(fd int) error) error { return unix.ENOTSOCK }

// Msg is a message without sequence number and port, for Answer, Dump and Event.
func Msg(msgType uint16, body []byte) []byte { return nl.NewMessage(msgType, 0, body) }

// Answer is one datagram that answers a request: the messages with its
// sequence number and port, and with flags added.
func Answer(req nl.Message, flags uint16, msgs ...[]byte) Reply {
	var r Reply
	for _, msg := range msgs {
		at := len(r.Data)
		r.Data = append(r.Data, msg...)
		h := header(msg)
		h.Flags |= flags
		h.Seq, h.Pid = req.Seq, req.Pid
		nl.PutHeader(r.Data[at:], h)
	}
	return r
}

// Event is a datagram that was sent to a group.
func Event(group uint32, msgs ...[]byte) Reply {
	r := Answer(nl.Message{}, 0, msgs...)
	r.Groups = 1 << ((group - 1) & 31)
	return r
}

// Dump answers with all messages, so many a datagram, and DONE in the last.
func Dump(req nl.Message, perDatagram int, msgs ...[]byte) []Reply {
	var replies []Reply
	msgs = append(msgs[:len(msgs):len(msgs)], DoneMsg(0))
	for len(msgs) > 0 {
		n := min(perDatagram, len(msgs))
		replies = append(replies, Answer(req, nl.FlagMulti, msgs[:n]...))
		msgs = msgs[n:]
	}
	return replies
}

// DoneMsg is an NLMSG_DONE with its int32: 0 or a negative errno.
func DoneMsg(code int32) []byte {
	return Msg(nl.TypeDone, binary.NativeEndian.AppendUint32(nil, uint32(code)))
}

// TLV is an attribute of an extended ACK.
func TLV(typ uint16, data []byte) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(4+len(data)))
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = append(b, data...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// Ack acknowledges a request, with errno where that is not 0: capped or with
// the whole request, as asked, and with attributes where there are any.
func Ack(req nl.Message, errno unix.Errno, capped bool, tlvs ...[]byte) Reply {
	const flagCapped, flagTLVs = 0x100, 0x200
	body := binary.NativeEndian.AppendUint32(nil, uint32(-int32(errno)))
	body = append(body, req.Raw[:nl.HeaderLen]...)
	flags := uint16(0)
	if capped {
		flags |= flagCapped
	} else {
		body = append(body, req.Body...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	for _, tlv := range tlvs {
		flags |= flagTLVs
		body = append(body, tlv...)
	}
	return Answer(req, flags, Msg(nl.TypeError, body))
}

func header(msg []byte) nl.Header {
	for m := range nl.Parse(msg) {
		return m.Header
	}
	return nl.Header{}
}
