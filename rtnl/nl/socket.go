package nl

import (
	"errors"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Socket is what a Conn needs of the system. The kernel's is made by Open;
// nltest makes others. Send may be called at any time, Recv and RecvMany by one goroutine
// at a time, the rest at any time.
type Socket interface {
	// Send hands one buffer to the kernel.
	Send(p []byte) error
	// Recv reads one datagram into buf, or into a larger one of its own where it does
	// not fit. Without wait it gives unix.EAGAIN where there is none; with
	// wait, os.ErrDeadlineExceeded after an Interrupt. One that is too long even
	// so gives its beginning, and unix.EMSGSIZE.
	Recv(buf []byte, wait bool) (Datagram, error)
	// RecvMany waits for a datagram, then reads as many as there are and as
	// bufs has buffers, one each. unix.EMSGSIZE says that one of them did not fit.
	RecvMany(bufs [][]byte, out []Datagram) (int, error)
	// Interrupt ends a waiting Recv, and makes later ones end at once, until Resume.
	Interrupt()
	Resume()
	// Control calls f with the descriptor.
	Control(f func(fd int) error) error
	// Close wakes a waiting Recv, which gives os.ErrClosed.
	Close() error
}

// kernelSocket is an AF_NETLINK descriptor.
//
// All calls carry MSG_DONTWAIT, so that a descriptor that is shared with
// others, and blocks for them, is left as it is. The answer to a request is there when the send returns, and a dump is made by
// the receives: for these nobody waits. So only who waits for an event puts the socket under Go's poller, by an epoll
// descriptor that holds it: from then on whatever arrives wakes an idle thread too, some microseconds each.
type kernelSocket struct {
	fd     int
	mu     sync.RWMutex // held for reading by who uses fd
	closed bool
	until  time.Time       // the deadline of those who wait: zero, or past after an Interrupt
	poll   *os.File        // the epoll descriptor; nil: nobody has waited yet
	waits  syscall.RawConn // of poll

	// Of the running Recv: one goroutine at a time is in there. What
	// the kernel fills in is made once, since it would be an allocation a call.
	full  int    // datagrams in a row that fill most of a buffer
	spill []byte // of spillLen bytes
	one   [1]slot
	hdrs  [1]mmsghdr
}

func newKernelSocket(fd int) (*kernelSocket, error) {
	spill, err := mapSpill()
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	return &kernelSocket{fd: fd, spill: spill}, nil
}

func (s *kernelSocket) Control(f func(fd int) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return os.ErrClosed
	}
	return f(s.fd)
}

func (s *kernelSocket) Send(p []byte) error {
	if asksDump(p) {
		s.mu.Lock()
		defer s.mu.Unlock()
	} else {
		s.mu.RLock()
		defer s.mu.RUnlock()
	}
	if s.closed {
		return os.ErrClosed
	}
	return sendto(s.fd, p)
}

// asksDump tells whether one of the messages begins a dump. While that is sent, nobody may receive: the kernel makes the first
// part, gives up its lock, and only then puts the part into the queue; who receives in between has it make the second, which
// then comes first; net/netlink/af_netlink.c netlink_dump().
func asksDump(p []byte) bool {
	for m, err := range Parse(p) {
		if err == nil && m.IsDump() {
			return true
		}
	}
	return false
}

func (s *kernelSocket) Recv(buf []byte, wait bool) (Datagram, error) {
	if d, err := s.receive(buf); err != unix.EAGAIN || !wait {
		return d, err
	}
	var d Datagram
	err := s.await(func() (err error) { d, err = s.receive(buf); return err })
	return d, err
}

func (s *kernelSocket) receive(buf []byte) (Datagram, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return Datagram{}, os.ErrClosed
	}
	s.hdrs[0].point(&s.one[0], buf, s.spill)
	n, err := recvmsg(s.fd, &s.hdrs[0].hdr, s.full > readAheadLen && runtime.GOMAXPROCS(0) > 1)
	s.one[0].iov[0].Base = nil
	if s.full++; n <= BufferLen/2 {
		s.full = 0
	}
	if err != nil {
		return Datagram{}, err
	}
	s.hdrs[0].n = uint32(n)
	return s.hdrs[0].datagram(&s.one[0], buf, s.spill)
}

func (s *kernelSocket) RecvMany(bufs [][]byte, out []Datagram) (n int, err error) {
	receive := func() error {
		return s.Control(func(fd int) (e error) { n, e = recvmmsg(fd, bufs, s.spill, out); return e })
	}
	if err = receive(); err == unix.EAGAIN {
		err = s.await(receive)
	}
	return n, err
}

// await calls receive, and again whenever something may have come, until it gives another error than unix.EAGAIN.
func (s *kernelSocket) await(receive func() error) error {
	waits, err := s.poller()
	if err != nil {
		return err
	}
	if e := waits.Read(func(uintptr) bool {
		err = receive()
		return err != unix.EAGAIN
	}); errors.Is(e, os.ErrDeadlineExceeded) {
		return e
	} else if e != nil {
		return os.ErrClosed // a RawConn, unlike a File, does not give it its public name
	}
	return err
}

// poller puts the socket under Go's poller, once.
func (s *kernelSocket) poller() (syscall.RawConn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, os.ErrClosed
	}
	if s.waits != nil {
		return s.waits, nil
	}
	ep, err := epollOf(s.fd)
	if err != nil {
		return nil, err
	}
	poll := os.NewFile(uintptr(ep), "netlink")
	waits, err := poll.SyscallConn()
	if err == nil {
		err = poll.SetReadDeadline(s.until)
	}
	if err != nil {
		return nil, errors.Join(err, poll.Close())
	}
	s.poll, s.waits = poll, waits
	return waits, nil
}

// epollOf makes a descriptor that becomes readable when fd does.
func epollOf(fd int) (int, error) {
	ep, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return -1, err
	}
	event := unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)}
	if err = unix.EpollCtl(ep, unix.EPOLL_CTL_ADD, fd, &event); err == nil {
		err = unix.SetNonblock(ep, true)
	}
	if err != nil {
		unix.Close(ep)
		return -1, err
	}
	return ep, nil
}

func (s *kernelSocket) Interrupt() { s.deadline(time.Unix(1, 0)) }

func (s *kernelSocket) Resume() { s.deadline(time.Time{}) }

func (s *kernelSocket) deadline(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.until = t; s.poll != nil {
		_ = s.poll.SetReadDeadline(t)
	}
}

func (s *kernelSocket) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	err := errors.Join(unix.Close(s.fd), unmapSpill(s.spill))
	s.mu.Unlock()
	if s.poll != nil { // which nobody sets any more
		err = errors.Join(err, s.poll.Close()) // without the lock: it waits for who waits there, who may just want to look at the socket
	}
	return err
}
