package nl

import (
	"encoding/binary"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What the traffic control's words need to know, and no message of rtnetlink tells.

// LinkSpeed returns the speed of a link in Mbit/s, in the namespace of the socket fd: what /sys/class/net/NAME/speed shows, asked
// by ETHTOOL_GSET (include/uapi/linux/ethtool.h). EOPNOTSUPP where the link has none, or does not know it.
func LinkSpeed(fd int, name string) (mbit uint32, err error) {
	cmd := struct {
		cmd, supported, advertising uint32
		speed                       uint16
		_                           [14]byte
		speedHigh                   uint16
		_                           [14]byte
	}{cmd: 1}
	var ifr struct {
		name [unix.IFNAMSIZ]byte
		data unsafe.Pointer
		_    [24 - unsafe.Sizeof(uintptr(0))]byte
	}
	copy(ifr.name[:unix.IFNAMSIZ-1], name)
	ifr.data = unsafe.Pointer(&cmd)
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&ifr))); errno != 0 {
		return 0, errno
	}
	mbit = uint32(cmd.speedHigh)<<16 | uint32(cmd.speed)
	if int32(mbit) <= 0 {
		return 0, unix.EOPNOTSUPP
	}
	return mbit, nil
}

// SetIndex returns the number of an IP set of the thread's namespace, as getsockopt(SO_IP_SET) gives it
// (include/uapi/linux/netfilter/ipset/ip_set.h); ENOENT where there is none of that name. It takes CAP_NET_ADMIN.
func SetIndex(name string) (index uint16, err error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.IPPROTO_RAW)
	if err != nil {
		return 0, err
	}
	defer unix.Close(fd)
	const byName, version, invalid = 6, 0x100, 0xffff // IP_SET_OP_GET_BYNAME, IP_SET_OP_VERSION, IPSET_INVALID_ID
	req := struct {
		op, version uint32
		name        [32]byte
	}{op: version}
	if err := setOption(fd, unsafe.Pointer(&req), 8); err != nil {
		return 0, err
	}
	req.op = byName
	if len(name) >= len(req.name) {
		return 0, unix.ENOENT
	}
	copy(req.name[:], name)
	if err := setOption(fd, unsafe.Pointer(&req), unsafe.Sizeof(req)); err != nil {
		return 0, err
	}
	if index = binary.NativeEndian.Uint16(req.name[:]); index == invalid {
		return 0, unix.ENOENT
	}
	return index, nil
}

func setOption(fd int, p unsafe.Pointer, size uintptr) error {
	const soIPSet = 83
	n := uint32(size)
	if _, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), unix.SOL_IP, soIPSet, uintptr(p), uintptr(unsafe.Pointer(&n)), 0); errno != 0 {
		return errno
	}
	return nil
}
