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

// kernelSocket is an AF_NETLINK descriptor that waits through Go's poller.
//
// All calls carry MSG_DONTWAIT, so that a descriptor that is shared with
// others, and blocks for them, is left as it is. Go's poller takes no blocking
// descriptor: for these, an epoll descriptor that holds the socket is put there instead.
type kernelSocket struct {
	fd     int
	file   *os.File // what Go's poller waits on
	raw    syscall.RawConn
	nested bool // file is an epoll descriptor, fd is closed after it

	// Of the running Recv: one goroutine at a time is in there. The functions and
	// the structs that the kernel fills in are made once, since each would be an allocation a call.
	recvOnce, recvWait func(uintptr) bool
	recvBuf            []byte
	recvOut            Datagram
	recvErr            error
	full               int    // datagrams in a row that fill most of a buffer
	spill              []byte // of spillLen bytes
	one                [1]slot
	hdrs               [1]mmsghdr

	sendMu  sync.Mutex // of the two below
	sendBuf []byte
	sendErr error
	sendFn  func(uintptr)
}

func newKernelSocket(fd int) (*kernelSocket, error) {
	s := &kernelSocket{fd: fd}
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	poll := fd
	if flags&unix.O_NONBLOCK == 0 {
		if poll, err = epollOf(fd); err != nil {
			unix.Close(fd)
			return nil, err
		}
		s.nested = true
	}
	s.file = os.NewFile(uintptr(poll), "netlink")
	if s.raw, err = s.file.SyscallConn(); err != nil {
		s.Close()
		return nil, err
	}
	if s.spill, err = mapSpill(); err != nil {
		s.Close()
		return nil, err
	}
	s.recvOnce = func(uintptr) bool { s.receive(); return true }
	s.recvWait = func(uintptr) bool { s.receive(); return s.recvErr != unix.EAGAIN }
	s.sendFn = func(uintptr) { s.sendErr = sendto(s.fd, s.sendBuf) }
	return s, nil
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

func (s *kernelSocket) Send(p []byte) error {
	s.sendMu.Lock()
	defer s.sendMu.Unlock()
	s.sendBuf = p
	err := s.raw.Control(s.sendFn)
	s.sendBuf = nil
	if err != nil {
		return pollError(err)
	}
	return s.sendErr
}

func (s *kernelSocket) Recv(buf []byte, wait bool) (Datagram, error) {
	s.recvBuf = buf
	f := s.recvOnce
	if wait {
		f = s.recvWait
	}
	if err := s.raw.Read(f); err != nil {
		return Datagram{}, pollError(err)
	}
	out := s.recvOut
	s.recvBuf, s.recvOut = nil, Datagram{}
	return out, s.recvErr
}

func (s *kernelSocket) receive() {
	s.hdrs[0].point(&s.one[0], s.recvBuf, s.spill)
	n, err := recvmsg(s.fd, &s.hdrs[0].hdr, s.full > readAheadLen && runtime.GOMAXPROCS(0) > 1)
	s.hdrs[0].n = uint32(n)
	if s.full++; n <= BufferLen/2 {
		s.full = 0
	}
	if s.recvErr = err; err == nil {
		s.recvOut, s.recvErr = s.hdrs[0].datagram(&s.one[0], s.recvBuf, s.spill)
	}
	s.one[0].iov[0].Base = nil
}

func (s *kernelSocket) Interrupt() { _ = s.file.SetReadDeadline(time.Unix(1, 0)) }

func (s *kernelSocket) Resume() { _ = s.file.SetReadDeadline(time.Time{}) }

func (s *kernelSocket) Control(f func(fd int) error) error {
	var err error
	if e := s.raw.Control(func(uintptr) { err = f(s.fd) }); e != nil {
		return pollError(e)
	}
	return err
}

func (s *kernelSocket) Close() error {
	err := s.file.Close() // returns when nobody uses the descriptor any more
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	if s.nested {
		unix.Close(s.fd)
	}
	return errors.Join(err, unmapSpill(s.spill))
}

func (s *kernelSocket) RecvMany(bufs [][]byte, out []Datagram) (n int, err error) {
	e := s.raw.Read(func(uintptr) bool {
		n, err = recvmmsg(s.fd, bufs, s.spill, out)
		return err != unix.EAGAIN
	})
	if e != nil {
		return 0, pollError(e)
	}
	return n, err
}

// pollError gives the poller's error for a closed descriptor its public name:
// a RawConn, unlike a File, does not.
func pollError(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return os.ErrClosed
}
