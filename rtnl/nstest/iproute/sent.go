// Package iproute holds nlua against iproute2: what its programs ask the kernel for, and the words of their help pages.
package iproute

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
)

// Messages are those of rtnetlink in a copy of a buffer.
func Messages(buffer []byte) (list []nl.Message) {
	for m, err := range nl.Parse(slices.Clone(buffer)) {
		if err != nil {
			break
		}
		if m.Type >= unix.RTM_BASE {
			list = append(list, m)
		}
	}
	return list
}

// syscallInfo is the kernel's struct ptrace_syscall_info at the entry of a call.
type syscallInfo struct {
	op         uint8
	_          [3]uint8
	arch       uint32
	ip, sp, nr uint64
	args       [6]uint64
	_          [2]uint64
}

// Sent runs a program of iproute2 in a namespace until it asks for a change, which is kept and never reaches the kernel. What it asked
// before, it was told.
func Sent(ns netns.Ref, argv []string) (sent []nl.Message, err error) {
	err = netns.Do(ns, func() error { // on one thread, as ptrace asks for
		read, write, err := os.Pipe()
		if err != nil {
			return err
		}
		defer read.Close()
		cmd := exec.Command(argv[0], argv[1:]...)
		cmd.Stderr = write
		cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true, Pdeathsig: unix.SIGKILL}
		err = cmd.Start()
		write.Close()
		if err != nil {
			return err
		}
		pid := cmd.Process.Pid
		done := false
		for changed, first := false, true; !done; first = false {
			var status unix.WaitStatus
			if _, err := unix.Wait4(pid, &status, 0, nil); err != nil {
				return err
			}
			pass := 0
			switch {
			case status.Exited() || status.Signaled():
				done = true
				continue
			case changed:
			case first:
				if err := unix.PtraceSetOptions(pid, unix.PTRACE_O_TRACESYSGOOD|unix.PTRACE_O_EXITKILL); err != nil {
					return err
				}
			case status.StopSignal() == unix.SIGTRAP|0x80:
				list, err := asked(pid)
				if err != nil {
					return err
				}
				for _, m := range list {
					if m.Type == unix.RTM_NEWLINK && !slices.ContainsFunc(m.Body, func(b byte) bool { return b != 0 }) {
						continue // ip asks whether the kernel has this type
					}
					sent = append(sent, m)
					changed = changed || !nl.IsGet(m.Type)
				}
				if changed {
					if err := unix.Kill(pid, unix.SIGKILL); err != nil {
						return err
					}
					continue
				}
			default:
				pass = int(status.StopSignal())
			}
			if err := unix.PtraceSyscall(pid, pass); err != nil && !errors.Is(err, unix.ESRCH) {
				return err
			}
		}
		_ = cmd.Process.Release()
		said, err := io.ReadAll(read)
		if err == nil && len(sent) == 0 {
			err = fmt.Errorf("%s asked for nothing: %s", strings.Join(argv, " "), said)
		}
		return err
	})
	return sent, err
}

// asked are the netlink messages of the call that a traced program is about to make.
func asked(pid int) (list []nl.Message, err error) {
	var info syscallInfo
	if _, _, e := unix.Syscall6(unix.SYS_PTRACE, unix.PTRACE_GET_SYSCALL_INFO, uintptr(pid), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0); e != 0 {
		return nil, e
	}
	if info.op != 1 { // PTRACE_SYSCALL_INFO_ENTRY
		return nil, nil
	}
	var buffer []byte
	switch info.nr {
	case unix.SYS_SENDTO:
		buffer = make([]byte, info.args[2])
		_, err = unix.PtracePeekData(pid, uintptr(info.args[1]), buffer)
	case unix.SYS_SENDMSG:
		var header unix.Msghdr
		if err = peek(pid, uintptr(info.args[1]), &header); err != nil {
			return nil, err
		}
		for i := range int(header.Iovlen) {
			var iov unix.Iovec
			if err = peek(pid, uintptr(unsafe.Pointer(header.Iov))+uintptr(i)*unsafe.Sizeof(iov), &iov); err != nil {
				return nil, err
			}
			part := make([]byte, iov.Len)
			if _, err = unix.PtracePeekData(pid, uintptr(unsafe.Pointer(iov.Base)), part); err != nil {
				return nil, err
			}
			buffer = append(buffer, part...)
		}
	}
	return Messages(buffer), err
}

func peek[T any](pid int, from uintptr, into *T) error {
	_, err := unix.PtracePeekData(pid, from, unsafe.Slice((*byte)(unsafe.Pointer(into)), unsafe.Sizeof(*into)))
	return err
}

// lines are what a message says, one line an attribute, with its bytes: the order on the wire means nothing to the kernel. Where it
// takes the same in two forms, there is one.
func lines(m nl.Message) (list []string) {
	known := spec.ByType(m.Type)
	if known == nil || known.Sent() == nil {
		return []string{fmt.Sprintf("type %d %x", m.Type, m.Body)}
	}
	name, flags, body := known.Name, m.Flags&^(unix.NLM_F_ACK|unix.NLM_F_ECHO), m.Body
	for _, kind := range []string{"bridge", "bond"} { // ip writes IFLA_INFO_KIND "bridge_slave", which the kernel passes over, for IFLA_INFO_SLAVE_KIND "bridge"
		body = bytes.Replace(body, []byte("\x01\x00"+kind+"_slave"), []byte("\x04\x00"+kind+"\x00\x00\x00\x00\x00\x00"), 1)
	}
	view := codec.ViewOf(known.Sent(), body, nil)
	head, _ := view.Tables()
	list = attributes(nil, "", &view)
	switch table, _ := head.Get("table"); {
	case known.Object == "linkprop" || known.Object == "tunnel":
		flags &^= unix.NLM_F_EXCL | unix.NLM_F_CREATE // without meaning there
	case known.Object == "class", known.Object == "filter", known.Object == "qdisc" && flags&unix.NLM_F_CREATE == 0:
		flags &^= unix.NLM_F_REPLACE // says nothing more then
	case known.Object == "route" || known.Object == "rule": // a table below 256 is in the header, or in the attribute
		head = slices.DeleteFunc(head, func(p codec.Pair) bool { return p.Name == "table" })
		if !slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(s, "table ") }) && table != uint64(0) {
			list = append(list, fmt.Sprintf("table %08x", bits.ReverseBytes32(uint32(table.(uint64)))))
		}
	case name == "RTM_SETLINK" && slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(s, "af_spec.") }):
		list = slices.DeleteFunc(list, func(s string) bool { return s == "protinfo " }) // says nothing
	case name == "RTM_SETLINK" && slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(s, "protinfo.") }):
		name, head[0].Value = "RTM_NEWLINK", uint64(0) // the options of a port go both ways to the same function of the bridge
		list = append(list, `linkinfo.slave_kind "bridge"`)
		for i := range list {
			list[i] = strings.Replace(list[i], "protinfo.", "linkinfo.slave_data.", 1)
		}
	}
	return append(list, fmt.Sprintf("%s flags %#x %v", name, flags, head))
}

func attributes(list []string, path string, v *codec.View) []string {
	_ = v.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		if row == nil {
			list = append(list, fmt.Sprintf("%s%d %x", path, typ, p))
			return true
		}
		value, _ := codec.Decode(v, row, p)
		before := len(list)
		switch x := value.(type) {
		case codec.View:
			list = attributes(list, path+row.Name+".", &x)
		case string: // with or without a NUL
			list = append(list, fmt.Sprintf("%s%s %q", path, row.Name, x))
		case []any:
			for i, e := range x { // of elements the kernel takes the order, not the numbers
				if in, ok := e.(codec.View); !ok {
					list = append(list, fmt.Sprintf("%s%s.%d %v", path, row.Name, i, codec.Plain(e)))
				} else {
					list = append(list, fmt.Sprintf("%s%s.%d %x", path, row.Name, i, in.Head))
					list = attributes(list, fmt.Sprintf("%s%s.%d.", path, row.Name, i), &in)
				}
			}
		}
		if len(list) == before {
			list = append(list, fmt.Sprintf("%s%s %x", path, row.Name, p))
		}
		return true
	})
	return list
}

// unsaid are attributes of new tunnels that ip writes without being asked: they say what the kernel takes anyway. Others are zero.
var unsaid = []string{"pmtudisc 01", "erspan_ver 01", "learning 01"}

// Differences are what the program and nlua say that the other does not; of the program's messages the last of the type counts.
func Differences(theirs []nl.Message, mine nl.Message) (list []string) {
	asked := theirs[len(theirs)-1]
	for _, m := range theirs { // programs ask for names besides
		if m.Type == mine.Type {
			asked = m
		}
	}
	want, got := lines(asked), lines(mine)
	for _, line := range want {
		if !slices.Contains(got, line) && !isUnsaid(line, got) {
			list = append(list, "iproute2 alone says "+line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			list = append(list, "nlua alone says "+line)
		}
	}
	return list
}

func isUnsaid(line string, got []string) bool {
	name, value, _ := strings.Cut(line, " ")
	switch {
	case name == "options.flags", strings.HasPrefix(name, "options.min_rate64."), strings.HasPrefix(name, "options.max_rate64."): // of filters; of classes that are not there
		return strings.Trim(value, "0") == ""
	case strings.HasPrefix(name, "linkinfo.data."):
		return strings.Trim(value, "0") == "" || slices.ContainsFunc(unsaid, func(s string) bool { return strings.HasSuffix(line, "_"+s) })
	case line == "flags 0100000001000000": // of actions: a dump may be large
		return true
	case name == "local": // of an IPv6 address, twice the same
		return strings.Contains(value, ":") && slices.Contains(got, "address "+value)
	}
	return false
}
