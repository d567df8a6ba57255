// Package tuntap makes and removes persistent tun and tap devices. The kernel
// refuses to make them by netlink: it wants an open /dev/net/tun and an ioctl, in the
// network namespace concerned. All else about such a link is ordinary RTNL.
//
//	name, err := tuntap.Create(ns, tuntap.Device{Name: "tap%d", Mode: tuntap.Tap, NoPI: true})
package tuntap

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"nlua/rtnl/netns"

	"golang.org/x/sys/unix"
)

// Mode is what a device carries.
type Mode uint16

// The modes; include/uapi/linux/if_tun.h IFF_TUN, IFF_TAP.
const (
	Tun Mode = unix.IFF_TUN // IP packets
	Tap Mode = unix.IFF_TAP // Ethernet frames
)

func (m Mode) String() string {
	if m == Tap {
		return "tap"
	}
	return "tun"
}

// Device says what to make.
type Device struct {
	Name string // at most 15 bytes; "tap%d" and the like let the kernel choose the number, "" the whole
	Mode Mode

	Index int // 0: as the kernel chooses

	UID, GID *uint32 // who else may open it; nil: nobody but who has CAP_NET_ADMIN

	NoPI       bool // no packet information in front of each packet: IFF_NO_PI
	OneQueue   bool // IFF_ONE_QUEUE, without effect since Linux 3.9
	VnetHdr    bool // a struct virtio_net_hdr in front of each packet: IFF_VNET_HDR
	MultiQueue bool // IFF_MULTI_QUEUE
}

func (d Device) flags() uint16 {
	flags := uint16(d.Mode)
	for _, row := range []struct {
		on  bool
		bit uint16
	}{
		{d.NoPI, unix.IFF_NO_PI}, {d.OneQueue, unix.IFF_ONE_QUEUE}, {d.VnetHdr, unix.IFF_VNET_HDR}, {d.MultiQueue, unix.IFF_MULTI_QUEUE},
	} {
		if row.on {
			flags |= row.bit
		}
	}
	return flags
}

// Create makes a device that stays until it is deleted, and gives its name. A
// name that exists is EEXIST.
func Create(ns netns.Ref, d Device) (name string, err error) {
	if d.Mode != Tun && d.Mode != Tap {
		return "", fmt.Errorf("tuntap add %s: mode %d: %w", d.Name, d.Mode, unix.EINVAL)
	}
	err = attach(ns, d.Name, d.flags()|unix.IFF_TUN_EXCL, d.Index, func(fd int, got string) error {
		name = got
		if d.UID != nil {
			if err := unix.IoctlSetInt(fd, unix.TUNSETOWNER, int(*d.UID)); err != nil {
				return fmt.Errorf("uid %d: %w", *d.UID, err)
			}
		}
		if d.GID != nil {
			if err := unix.IoctlSetInt(fd, unix.TUNSETGROUP, int(*d.GID)); err != nil {
				return fmt.Errorf("gid %d: %w", *d.GID, err)
			}
		}
		return unix.IoctlSetInt(fd, unix.TUNSETPERSIST, 1) // the last: until here the device goes with the descriptor
	})
	if errors.Is(err, unix.EBUSY) { // what IFF_TUN_EXCL says of a device that exists
		err = unix.EEXIST
	}
	if err != nil {
		return "", fmt.Errorf("tuntap add %s: %w", d.Name, err)
	}
	return name, nil
}

// Delete removes a device of this mode. One that does not exist is ENODEV, one of another kind EINVAL.
func Delete(ns netns.Ref, name string, mode Mode) error {
	remove := func(flags uint16) error {
		return attach(ns, name, flags, 0, func(fd int, _ string) error { return unix.IoctlSetInt(fd, unix.TUNSETPERSIST, 0) })
	}
	err := netns.Do(ns, func() error { return exists(name) })
	if err == nil {
		err = remove(uint16(mode))
	}
	if errors.Is(err, unix.EINVAL) { // a device with several queues wants that said
		err = remove(uint16(mode) | unix.IFF_MULTI_QUEUE)
	}
	if err != nil {
		return fmt.Errorf("tuntap delete %s: %w", name, err)
	}
	return nil
}

// exists keeps Delete from making the device that it shall remove.
func exists(name string) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	req, err := newIfreq(name)
	if err != nil {
		return err
	}
	return unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, req)
}

func newIfreq(name string) (*unix.Ifreq, error) {
	if strings.ContainsRune(name, 0) || len(name) >= unix.IFNAMSIZ {
		return nil, fmt.Errorf("name %q: at most %d bytes, no NUL: %w", name, unix.IFNAMSIZ-1, unix.EINVAL)
	}
	return unix.NewIfreq(name)
}

// attach opens /dev/net/tun in the namespace, takes or makes the device there, and calls f. index is that of one that is made; 0: any.
func attach(ns netns.Ref, name string, flags uint16, index int, f func(fd int, name string) error) error {
	req, err := newIfreq(name)
	if err != nil {
		return err
	}
	req.SetUint16(flags)
	return netns.Do(ns, func() error {
		fd := -1
		err := netns.WithRoom(func() (err error) {
			fd, err = unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC, 0)
			return err
		})
		if err != nil {
			return &os.PathError{Op: "open", Path: "/dev/net/tun", Err: err}
		}
		defer unix.Close(fd)
		if index != 0 {
			if err := unix.IoctlSetPointerInt(fd, unix.TUNSETIFINDEX, index); err != nil {
				return err
			}
		}
		if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, req); err != nil {
			return err
		}
		return f(fd, req.Name())
	})
}
