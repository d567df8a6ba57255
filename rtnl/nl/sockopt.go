package nl

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

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
