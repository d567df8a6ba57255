package nl

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// ErrClosed is what a call on a closed Conn gives; it is unix.EBADF to errors.Is, and os.ErrClosed too.
var ErrClosed error = closedError{}

type closedError struct{}

func (closedError) Error() string { return "netlink: the socket is closed (EBADF)" }

func (closedError) Is(target error) bool { return target == unix.EBADF || target == os.ErrClosed }

// ErrDumpClosed is what Next gives after the dump was closed.
var ErrDumpClosed = errors.New("netlink: the dump is closed")

// OpError is a refusal, by the kernel, a gate or the system. errors.Is(err, unix.EPERM) works with it.
type OpError struct {
	Errno    unix.Errno
	Message  string  // the kernel's own words, or ""
	Offset   int     // of the offending attribute in Request, in bytes; -1: not told
	Policy   *Policy // what the kernel would accept for that attribute, or nil
	MissType int     // the type of a required attribute that is missing; -1: not told
	MissNest int     // the offset in Request of the nest that it is missing in; -1: the top level
	Request  []byte  // the refused message, header included
}

func (e *OpError) Error() string {
	s := fmt.Sprintf("netlink: %s (%s)", e.Errno.Error(), ErrnoName(e.Errno))
	if e.Message != "" {
		s += ": " + e.Message
	}
	return s
}

// Unwrap gives the errno.
func (e *OpError) Unwrap() error { return e.Errno }

// refusal is an OpError that says no more than its errno and request.
func refusal(errno unix.Errno, message string, request []byte) *OpError {
	return &OpError{
		Errno: errno, Message: message, Offset: -1, MissType: -1, MissNest: -1,
		Request: append([]byte(nil), request...),
	}
}

// ErrnoName is the symbolic name, "EEXIST", or "errno 600" where there is none.
func ErrnoName(e unix.Errno) string {
	if e == unix.EOPNOTSUPP { // the same number has two names; the kernel's is this one
		return "EOPNOTSUPP"
	}
	if e == unix.EAGAIN {
		return "EAGAIN"
	}
	if s := unix.ErrnoName(e); s != "" {
		return s
	}
	if e == 524 { // ENOTSUPP, of the kernel alone; include/linux/errno.h
		return "ENOTSUPP"
	}
	return fmt.Sprintf("errno %d", int(e))
}
