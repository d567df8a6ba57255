package nl

import (
	"fmt"
	"math/rand/v2"
	"os"

	"golang.org/x/sys/unix"
)

// Config says how a socket is opened. The zero value is a socket without
// groups whose port id is chosen as libnl does.
type Config struct {
	// PID and Port make the port id: *PID + *Port<<22. PID alone is the base of a
	// search for a free port; *PID == 0 without Port lets the kernel choose;
	// neither: the process id is the base, and the kernel chooses where its ports
	// are used up. A given port id that is taken is EADDRINUSE.
	PID  *uint32
	Port *uint32

	Groups []uint32 // RTNLGRP_* ids joined at once

	// Fileno is an open NETLINK_ROUTE descriptor to work on, nil for a new
	// socket. A duplicate is used: the given one and its flags stay as they are.
	Fileno *int
	// AsFound leaves all options of Fileno's socket alone.
	AsFound bool

	SndBuf, RcvBuf int // bytes, 0: the kernel's own; by the FORCE options where allowed

	// MaxSize limits a single datagram in bytes: a longer one is EMSGSIZE. 0: no limit.
	MaxSize int

	AllNSID     bool // events of all namespaces that have an id here: NETLINK_LISTEN_ALL_NSID
	ExtAck      bool // NETLINK_EXT_ACK and NETLINK_CAP_ACK; off by itself where the kernel lacks it
	StrictCheck bool // NETLINK_GET_STRICT_CHK; off by itself where the kernel lacks it

	Gate Gate // nil: none
}

// Options is what was got of what a Config asked for.
type Options struct {
	SndBuf, RcvBuf      int // bytes, as the kernel counts them: twice what was asked for
	ExtAck, StrictCheck bool
	AllNSID             bool
}

// Open opens a socket in the network namespace of the calling thread.
func Open(cfg Config) (*Conn, error) {
	sock, err := openSocket(cfg)
	if err != nil {
		return nil, err
	}
	c := NewConn(sock, cfg)
	if err := c.setUp(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func openSocket(cfg Config) (Socket, error) {
	if cfg.Fileno == nil {
		fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
		if err != nil {
			return nil, fmt.Errorf("netlink: open a socket: %w", err)
		}
		return newKernelSocket(fd)
	}
	given := *cfg.Fileno
	domain, err := unix.GetsockoptInt(given, unix.SOL_SOCKET, unix.SO_DOMAIN)
	if err == unix.ENOTSOCK {
		err = unix.EPROTONOSUPPORT
	}
	if err != nil {
		return nil, fmt.Errorf("netlink: descriptor %d: %w", given, err)
	}
	protocol, err := unix.GetsockoptInt(given, unix.SOL_SOCKET, unix.SO_PROTOCOL)
	if err != nil {
		return nil, fmt.Errorf("netlink: descriptor %d: %w", given, err)
	}
	if domain != unix.AF_NETLINK || protocol != unix.NETLINK_ROUTE {
		return nil, fmt.Errorf("netlink: descriptor %d is no NETLINK_ROUTE socket: %w", given, unix.EPROTONOSUPPORT)
	}
	fd, err := unix.FcntlInt(uintptr(given), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("netlink: duplicate descriptor %d: %w", given, err)
	}
	return newKernelSocket(fd)
}

// setUp sets the options, binds and joins.
func (c *Conn) setUp() error {
	return c.sock.Control(func(fd int) error {
		if c.cfg.Fileno == nil || !c.cfg.AsFound {
			c.setOptions(fd)
		}
		c.readOptions(fd)
		if c.cfg.Fileno == nil {
			if err := bindPort(fd, c.cfg.PID, c.cfg.Port); err != nil {
				return err
			}
		}
		c.readPort(fd)
		for _, group := range c.cfg.Groups {
			if err := membership(fd, unix.NETLINK_ADD_MEMBERSHIP, group); err != nil {
				return err
			}
		}
		return nil
	})
}

// setOptions sets what it can: what the kernel lacks stays off, and Options tells.
func (c *Conn) setOptions(fd int) {
	setBuffers(fd, c.cfg.SndBuf, c.cfg.RcvBuf)
	on := func(option int) bool {
		return unix.SetsockoptInt(fd, unix.SOL_NETLINK, option, 1) == nil
	}
	if c.cfg.ExtAck && on(unix.NETLINK_EXT_ACK) {
		on(unix.NETLINK_CAP_ACK) // the request is kept here: an ACK need not bring it back
	}
	if c.cfg.StrictCheck {
		on(unix.NETLINK_GET_STRICT_CHK)
	}
	if c.cfg.AllNSID {
		on(unix.NETLINK_LISTEN_ALL_NSID)
	}
}

// setBuffers sets buffer sizes in bytes, 0 leaves one alone. The FORCE options
// go beyond net.core.[rw]mem_max, and need CAP_NET_ADMIN in the initial user namespace.
func setBuffers(fd, snd, rcv int) {
	set := func(force, plain, n int) {
		if n > 0 && unix.SetsockoptInt(fd, unix.SOL_SOCKET, force, n) != nil {
			_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, plain, n)
		}
	}
	set(unix.SO_SNDBUFFORCE, unix.SO_SNDBUF, snd)
	set(unix.SO_RCVBUFFORCE, unix.SO_RCVBUF, rcv)
}

func (c *Conn) readOptions(fd int) {
	isOn := func(option int) bool {
		v, err := unix.GetsockoptInt(fd, unix.SOL_NETLINK, option)
		return err == nil && v != 0
	}
	c.options.ExtAck = isOn(unix.NETLINK_EXT_ACK)
	c.options.StrictCheck = isOn(unix.NETLINK_GET_STRICT_CHK)
	c.options.AllNSID = isOn(unix.NETLINK_LISTEN_ALL_NSID)
	c.capAck = isOn(unix.NETLINK_CAP_ACK)
	c.options.SndBuf, _ = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF)
	c.options.RcvBuf, _ = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF)
}

// A port id is 22 bits of process id below 10 bits of port, as in libnl.
const (
	pidMask   = 1<<22 - 1
	portShift = 22
	portCount = 1 << 10
	portTries = 64 // before the kernel chooses, where the script does not care
)

// bindPort binds as Config.PID and Config.Port say.
func bindPort(fd int, pid, port *uint32) error {
	bind := func(id uint32) error { return unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Pid: id}) }
	base := uint32(os.Getpid()) & pidMask
	if pid != nil {
		base = *pid
	}
	switch {
	case port != nil:
		id := base + *port<<portShift
		if err := bind(id); err != nil {
			return fmt.Errorf("netlink: bind port id %d: %w", id, err)
		}
		return nil
	case pid != nil && *pid == 0:
		if err := bind(0); err != nil {
			return fmt.Errorf("netlink: bind: %w", err)
		}
		return nil
	}
	// Port 0 first, as other programs expect of a process's first socket. The rest
	// from a random start: a walk from 1 would cost a thousand sockets half a million binds.
	err := bind(base)
	start, tries := rand.Uint32N(portCount-1), uint32(portCount-1)
	if pid == nil {
		tries = portTries
	}
	for i := uint32(0); err == unix.EADDRINUSE && i < tries; i++ {
		err = bind(base + (1+(start+i)%(portCount-1))<<portShift)
	}
	if err == unix.EADDRINUSE && pid == nil {
		err = bind(0) // more sockets than ports: any other id serves
	}
	if err != nil {
		return fmt.Errorf("netlink: bind a port of pid %d: %w", base, err)
	}
	return nil
}

func (c *Conn) readPort(fd int) {
	if sa, err := unix.Getsockname(fd); err == nil {
		if a, ok := sa.(*unix.SockaddrNetlink); ok {
			c.port.Store(a.Pid)
		}
	}
}

func membership(fd, option int, group uint32) error {
	if err := unix.SetsockoptInt(fd, unix.SOL_NETLINK, option, int(group)); err != nil {
		what := "join"
		if option == unix.NETLINK_DROP_MEMBERSHIP {
			what = "leave"
		}
		return fmt.Errorf("netlink: %s group %d: %w", what, group, err)
	}
	return nil
}

// NetAdmin tells whether this process has CAP_NET_ADMIN in its own user namespace.
func NetAdmin() bool {
	var data [2]unix.CapUserData
	err := unix.Capget(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &data[0])
	return err == nil && data[0].Effective&(1<<unix.CAP_NET_ADMIN) != 0
}
