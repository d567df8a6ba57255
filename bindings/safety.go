package bindings

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
	"kernel.org/pub/linux/libs/security/libcap/cap"

	"nlua/host"
	"nlua/rtnl"
	"nlua/rtnl/gate"
	"nlua/rtnl/names"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
)

// safety is what the command line says about what may leave the process, and who is told.
type safety struct {
	readOnly bool
	dryRun   bool
	trace    bool
	pcap     string
	unshare  bool

	alone   bool         // the process is one VM's: its capabilities may go
	dry     *gate.DryRun // of --dry-run
	capture *gate.Pcap
	file    *os.File
}

// gates makes the gate of all sockets.
func (f *safety) gates(db *names.DB, cfg *host.Config) (nl.Gate, error) {
	var gates nl.Gates
	switch {
	case f.dryRun:
		f.dry = gate.NewDryRun(cfg.Stderr, db)
		gates = append(gates, f.dry)
	case f.readOnly:
		gates = append(gates, nl.ReadOnly{})
	}
	if f.trace {
		gates = append(gates, gate.NewTrace(cfg.Stderr))
	}
	if f.pcap != "" {
		file, err := os.OpenFile(f.pcap, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666) // a pipe that is opened for reading too has a reader for ever
		if err != nil {
			return nil, fmt.Errorf("--pcap: %w", err)
		}
		f.file = file
		if f.capture, err = gate.NewPcap(file); err != nil {
			return nil, fmt.Errorf("--pcap: %w", err)
		}
		gates = append(gates, f.capture)
	}
	if gates == nil {
		return nil, nil
	}
	return gates, nil
}

// gateIn is a gate for sockets in a namespace: in a dry run its lines say where they are meant.
func gateIn(place gate.Place, g nl.Gate) nl.Gate {
	switch x := g.(type) {
	case *gate.DryRun:
		return place
	case nl.Gates:
		x = slices.Clone(x)
		for i := range x {
			x[i] = gateIn(place, x[i])
		}
		return x
	}
	return g
}

// linksOf names the links of a namespace.
func linksOf(ref netns.Ref) func(index int) string {
	return func(index int) (name string) {
		netns.Do(ref, func() error {
			ifi, err := net.InterfaceByIndex(index)
			if err == nil {
				name = ifi.Name
			}
			return err
		})
		return name
	}
}

// lock forbids programs, and where this is root, takes away the capability to change anything: a second lock behind the gate.
func (f *safety) lock(cfg *host.Config) error {
	if !f.readOnly && !f.dryRun {
		return nil
	}
	why := f.option() + ": no program is started"
	cfg.NoPrograms = func() error { return &rtnl.Error{Request: "exec", Errno: unix.EPERM, Message: why} }
	if !f.alone || unix.Geteuid() != 0 {
		return nil
	}
	caps := cap.GetProc()
	for _, flag := range []cap.Flag{cap.Effective, cap.Permitted, cap.Inheritable} {
		if err := caps.SetFlag(flag, false, cap.NET_ADMIN); err != nil {
			return fmt.Errorf("%s: drop CAP_NET_ADMIN: %w", f.option(), err)
		}
	}
	if err := caps.SetProc(); err != nil {
		return fmt.Errorf("%s: drop CAP_NET_ADMIN: %w", f.option(), err)
	}
	return nil
}

func (f *safety) option() string {
	if f.dryRun {
		return "--dry-run"
	}
	return "--read-only"
}

// close ends the capture file.
func (f *safety) close() error {
	if f.file == nil {
		return nil
	}
	if err := errors.Join(f.capture.Err(), f.file.Close()); err != nil {
		return fmt.Errorf("--pcap: %w", err)
	}
	return nil
}

// changes asks whether a change that no message makes may be made: false where it is only told of. line is how ip would be typed.
func (s *Space) changes(L *lua.LState, what, line string) bool {
	f := &s.opts.safety
	switch {
	case f.dry != nil:
		f.dry.Say(line)
		return false
	case f.readOnly:
		s.vm.Raise(L, &rtnl.Error{Request: what, Errno: unix.EPERM, Message: "read-only: no namespace is made or removed"})
	}
	s.vm.Heed() // half made, a namespace is a file in the way of the next
	return true
}

// isolate runs the program again in namespaces of its own, and ends with it.
func isolate(args []string) error {
	status, err := netns.RunIsolated(args)
	if err != nil {
		return fmt.Errorf("--unshare: %w", err)
	}
	os.Exit(status)
	return nil
}

// Isolated must be the first call of a program: it tells whether this process is the inner one of --unshare, and furnishes its world.
func Isolated() (bool, error) { return netns.Furnish() }
