package nl

import (
	"errors"
	"os"
	"sync"
	"syscall"
	"time"
	"unsafe"

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
	// wait, os.ErrDeadlineExceeded after an Interrupt.
	Recv(buf []byte, wait bool) (Datagram, error)
	// RecvMany waits for a datagram, then reads as many as there are and as
	// bufs has buffers, one each. It does not grow buffers: a longer one is unix.EMSGSIZE
	// in place of its datagram's Data being whole.
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
	hdr                unix.Msghdr
	iov                unix.Iovec
	from               unix.RawSockaddrNetlink
	oob                ancillary

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

// receive asks how long the next datagram is, and then reads it. The first
// question costs a system call, but a datagram that is cut off is lost.
func (s *kernelSocket) receive() {
	size, err := peekSize(s.fd)
	if err != nil {
		s.recvErr = err
		return
	}
	buf := s.recvBuf
	if size > len(buf) {
		buf = make([]byte, size)
	}
	s.recvOut, s.recvErr = s.recvmsg(buf)
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
	if s.nested && !errors.Is(err, os.ErrClosed) {
		unix.Close(s.fd)
	}
	return err
}

func (s *kernelSocket) RecvMany(bufs [][]byte, out []Datagram) (n int, err error) {
	e := s.raw.Read(func(uintptr) bool {
		n, err = recvmmsg(s.fd, bufs, out)
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

var kernelAddr = unix.RawSockaddrNetlink{Family: unix.AF_NETLINK}

func sendto(fd int, p []byte) error {
	_, _, errno := unix.Syscall6(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)),
		unix.MSG_DONTWAIT, uintptr(unsafe.Pointer(&kernelAddr)), unix.SizeofSockaddrNetlink)
	if errno != 0 {
		return errno
	}
	return nil
}

// peekSize gives the length of the next datagram and leaves it there.
func peekSize(fd int) (int, error) {
	for {
		n, _, errno := unix.Syscall6(unix.SYS_RECVFROM, uintptr(fd), 0, 0, unix.MSG_PEEK|unix.MSG_TRUNC|unix.MSG_DONTWAIT, 0, 0)
		switch errno {
		case 0:
			return int(n), nil
		case unix.EINTR:
		default:
			return 0, errno
		}
	}
}

// ancillary has room for the namespace id and the packet info, if somebody asked for that.
type ancillary [64]byte

func (s *kernelSocket) recvmsg(buf []byte) (Datagram, error) {
	s.hdr = unix.Msghdr{Name: (*byte)(unsafe.Pointer(&s.from)), Namelen: unix.SizeofSockaddrNetlink, Iov: &s.iov, Control: &s.oob[0]}
	s.iov.Base = unsafe.SliceData(buf)
	s.iov.SetLen(len(buf))
	s.hdr.SetIovlen(1)
	s.hdr.SetControllen(len(s.oob))
	defer func() { s.iov.Base = nil }()
	for {
		n, _, errno := unix.Syscall(unix.SYS_RECVMSG, uintptr(s.fd), uintptr(unsafe.Pointer(&s.hdr)), unix.MSG_DONTWAIT)
		switch errno {
		case 0:
			return received(buf, int(n), &s.hdr, &s.from, &s.oob)
		case unix.EINTR:
		default:
			return Datagram{}, errno
		}
	}
}

// received makes a Datagram of what a receive filled in.
func received(buf []byte, n int, hdr *unix.Msghdr, from *unix.RawSockaddrNetlink, oob *ancillary) (Datagram, error) {
	d := Datagram{Data: buf[:n:n], Pid: from.Pid, Groups: from.Groups}
	d.NSID, d.HasNSID = nsidOf(oob[:min(int(hdr.Controllen), len(oob))])
	if hdr.Flags&unix.MSG_TRUNC != 0 {
		return d, unix.EMSGSIZE
	}
	return d, nil
}

// nsidOf finds the int of the control message NETLINK_LISTEN_ALL_NSID.
func nsidOf(oob []byte) (int32, bool) {
	for len(oob) >= unix.SizeofCmsghdr {
		h := (*unix.Cmsghdr)(unsafe.Pointer(unsafe.SliceData(oob)))
		n := int(h.Len)
		if n < unix.SizeofCmsghdr || n > len(oob) {
			return 0, false
		}
		if h.Level == unix.SOL_NETLINK && h.Type == unix.NETLINK_LISTEN_ALL_NSID && n >= unix.CmsgLen(4) {
			return *(*int32)(unsafe.Pointer(&oob[unix.CmsgLen(0)])), true
		}
		oob = oob[min(unix.CmsgSpace(n-unix.CmsgLen(0)), len(oob)):]
	}
	return 0, false
}

// mmsghdr is struct mmsghdr; include/linux/socket.h.
type mmsghdr struct {
	hdr unix.Msghdr
	n   uint32
}

func recvmmsg(fd int, bufs [][]byte, out []Datagram) (int, error) {
	count := min(len(bufs), len(out))
	var (
		hdrs = make([]mmsghdr, count)
		iovs = make([]unix.Iovec, count)
		from = make([]unix.RawSockaddrNetlink, count)
		oobs = make([]ancillary, count)
	)
	for i := range hdrs {
		iovs[i].Base = unsafe.SliceData(bufs[i])
		iovs[i].SetLen(len(bufs[i]))
		h := &hdrs[i].hdr
		h.Name, h.Namelen = (*byte)(unsafe.Pointer(&from[i])), unix.SizeofSockaddrNetlink
		h.Iov, h.Control = &iovs[i], &oobs[i][0]
		h.SetIovlen(1)
		h.SetControllen(len(oobs[i]))
	}
	for {
		n, _, errno := unix.Syscall6(unix.SYS_RECVMMSG, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(hdrs))), uintptr(count), unix.MSG_DONTWAIT, 0, 0)
		if errno == unix.EINTR {
			continue
		}
		if errno != 0 {
			return 0, errno
		}
		var err error
		for i := range int(n) {
			var e error
			if out[i], e = received(bufs[i], int(hdrs[i].n), &hdrs[i].hdr, &from[i], &oobs[i]); e != nil {
				err = e
			}
		}
		return int(n), err
	}
}
