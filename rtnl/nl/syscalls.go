package nl

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// The calls that x/sys has not, or only with an allocation for each address.

var kernelAddr = unix.RawSockaddrNetlink{Family: unix.AF_NETLINK}

func sendto(fd int, p []byte) error {
	_, _, errno := unix.Syscall6(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)),
		unix.MSG_DONTWAIT, uintptr(unsafe.Pointer(&kernelAddr)), unix.SizeofSockaddrNetlink)
	if errno != 0 {
		return errno
	}
	return nil
}

// spillLen is how many bytes a datagram may be longer than the buffer that it
// is read into. Links with hundreds of virtual functions and large nexthop groups are.
const spillLen = 256 << 10

// mapSpill gives memory for what a buffer does not hold. To ask for the length
// first, by MSG_PEEK, would be a system call more, and a trap: the kernel goes on with a running dump at a
// peek too, and where the receive buffer is small fails at that, again and again. Pages that nothing was ever
// written to cost nothing, and the garbage collector does not count them.
func mapSpill() ([]byte, error) {
	p, err := unix.MmapPtr(-1, 0, nil, spillLen, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS|unix.MAP_NORESERVE)
	if err != nil {
		return nil, err
	}
	return unsafe.Slice((*byte)(p), spillLen), nil
}

func unmapSpill(spill []byte) error {
	if spill == nil {
		return nil
	}
	return unix.MunmapPtr(unsafe.Pointer(unsafe.SliceData(spill)), spillLen)
}

// ancillary has room for the namespace id and the packet info, if somebody asked for that.
type ancillary [64]byte

// mmsghdr is struct mmsghdr; include/linux/socket.h.
type mmsghdr struct {
	hdr unix.Msghdr
	n   uint32
}

// slot is what a mmsghdr points to.
type slot struct {
	iov  [2]unix.Iovec
	from unix.RawSockaddrNetlink
	oob  ancillary
}

// point makes h receive into buf, and what that does not hold into spill.
func (h *mmsghdr) point(s *slot, buf, spill []byte) {
	s.iov[0].Base, s.iov[1].Base = unsafe.SliceData(buf), unsafe.SliceData(spill)
	s.iov[0].SetLen(len(buf))
	s.iov[1].SetLen(len(spill))
	h.hdr = unix.Msghdr{Name: (*byte)(unsafe.Pointer(&s.from)), Namelen: unix.SizeofSockaddrNetlink, Iov: &s.iov[0], Control: &s.oob[0]}
	h.hdr.SetIovlen(len(s.iov))
	h.hdr.SetControllen(len(s.oob))
}

// datagram is what h has received.
func (h *mmsghdr) datagram(s *slot, buf, spill []byte) (Datagram, error) {
	d := Datagram{Pid: s.from.Pid, Groups: s.from.Groups}
	d.NSID, d.HasNSID = nsidOf(s.oob[:min(int(h.hdr.Controllen), len(s.oob))])
	n := int(h.n)
	if n <= len(buf) {
		d.Data = buf[:n] // with the capacity by which Reuse knows it
	} else {
		d.Data = append(append(make([]byte, 0, n), buf...), spill[:n-len(buf)]...)
		_ = unix.Madvise(spill, unix.MADV_DONTNEED) // it may not be needed for long
	}
	if h.hdr.Flags&unix.MSG_TRUNC != 0 {
		return d, unix.EMSGSIZE
	}
	return d, nil
}

// recvmsg receives one datagram. streaming: one of many full ones, which the kernel makes during the call, in some 50 us. That is
// long enough for Go's monitor to take the thread's processor away and to look again every 20 us, at each of them: it took 8 % of the
// CPU of a large dump. So Go is not told of these. What it costs: should the kernel have to wait for its lock in the midst of such a
// dump, so does a collection of the other threads' garbage.
func recvmsg(fd int, hdr *unix.Msghdr, streaming bool) (int, error) {
	for {
		var n uintptr
		var errno unix.Errno
		if streaming {
			n, _, errno = unix.RawSyscall(unix.SYS_RECVMSG, uintptr(fd), uintptr(unsafe.Pointer(hdr)), unix.MSG_DONTWAIT)
		} else {
			n, _, errno = unix.Syscall(unix.SYS_RECVMSG, uintptr(fd), uintptr(unsafe.Pointer(hdr)), unix.MSG_DONTWAIT)
		}
		switch errno {
		case 0:
			return int(n), nil
		case unix.EINTR:
		default:
			return 0, errno
		}
	}
}

// peekSize gives the length of the next datagram and leaves it there. Not for a socket with a running dump: see mapSpill.
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

// recvmmsg receives into each of bufs. There is one spill for all: of those
// that spill over, only the last is whole.
func recvmmsg(fd int, bufs [][]byte, spill []byte, out []Datagram) (int, error) {
	count := min(len(bufs), len(out))
	hdrs, slots := make([]mmsghdr, count), make([]slot, count)
	for i := range hdrs {
		hdrs[i].point(&slots[i], bufs[i], spill)
	}
	got := 0
	for {
		n, _, errno := unix.Syscall6(unix.SYS_RECVMMSG, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(hdrs))), uintptr(count), unix.MSG_DONTWAIT, 0, 0)
		if errno == unix.EINTR {
			continue
		}
		if errno != 0 {
			return 0, errno
		}
		got = int(n)
		break
	}
	kept, spilled := got, false
	var err error
	for i := got - 1; i >= 0; i-- { // the last first: it may have the spill
		over := int(hdrs[i].n) > len(bufs[i])
		d, e := hdrs[i].datagram(&slots[i], bufs[i], spill)
		if e != nil || over && spilled {
			err = unix.EMSGSIZE
			continue
		}
		spilled = spilled || over
		kept--
		out[kept] = d
	}
	return copy(out, out[kept:got]), err
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

// listMemberships reads NETLINK_LIST_MEMBERSHIPS: u32 words, bit n of word w is group 32w+n+1.
func listMemberships(fd int) ([]uint32, error) {
	words := make([]uint32, 8)
	for {
		size := uint32(len(words) * 4)
		_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), unix.SOL_NETLINK, unix.NETLINK_LIST_MEMBERSHIPS,
			uintptr(unsafe.Pointer(unsafe.SliceData(words))), uintptr(unsafe.Pointer(&size)), 0)
		if errno != 0 {
			return nil, errno
		}
		if int(size) <= len(words)*4 {
			return words[:size/4], nil
		}
		words = make([]uint32, (size+3)/4) // the kernel tells how much it has
	}
}
