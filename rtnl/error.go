package rtnl

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
)

// Error is a refusal of one request, by the kernel or by the system.
type Error struct {
	Request string // "link add"
	Errno   unix.Errno
	Message string     // the kernel's own words, "" where there are none
	Attr    string     // the offending keyword, as the caller wrote it
	Missing string     // an attribute that the kernel wants to have
	Policy  *nl.Policy // what the kernel would accept for Attr
	NetNS   string     // where, if not in the own namespace
	Hint    string     // what to do about it
	Err     error      // the reason

	Step    int      // of a batch, from 1; 0: not of a batch
	Steps   []*Error // of a batch's error: what was refused, and what became of nobody knows
	Of      int      // how many steps the batch had
	Unknown bool     // the answer was lost

	Undone []string // of a plan or a transaction: what was put back
	Left   []string // likewise: what could not be
}

// Error is one line: "link add: vlan_id: Numerical result out of range (ERANGE): the kernel's words".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.stepText())
	if e.Request != "" {
		b.WriteString(e.Request + ": ")
	}
	if e.Attr != "" {
		b.WriteString(e.Attr + ": ")
	}
	fmt.Fprintf(&b, "%s (%s)", strings.ToUpper(e.Errno.Error()[:1])+e.Errno.Error()[1:], nl.ErrnoName(e.Errno))
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Missing != "" {
		b.WriteString(": " + e.Missing + " is missing")
	}
	if e.Policy != nil {
		b.WriteString(": the kernel takes " + e.Policy.String())
	}
	if e.Hint != "" {
		b.WriteString(": " + e.Hint)
	}
	if e.NetNS != "" {
		b.WriteString(" (in namespace " + e.NetNS + ")")
	}
	return b.String()
}

// Unwrap gives the reason; errors.Is(err, unix.EEXIST) works.
func (e *Error) Unwrap() []error {
	if e.Err != nil {
		return []error{e.Errno, e.Err}
	}
	return []error{e.Errno}
}

// ErrDumpInterrupted is why a streamed dump may be incomplete: objects changed while it ran.
var ErrDumpInterrupted = errors.New("the dump was interrupted by changes: it may lack objects or show some twice; run it again")

// ErrorOf makes of an error by the system what a refusal by the kernel would be: a request that names a link or namespace which is
// not there. nil: wrong use, or none of a request.
func ErrorOf(err error) *Error {
	if err == nil {
		return nil
	}
	var misuse *request.Error
	var errno unix.Errno
	if !errors.As(err, &misuse) || !errors.As(misuse.Err, &errno) {
		return nil
	}
	return &Error{Request: misuse.Request, Attr: misuse.Keyword, Errno: errno, Message: Reason(misuse.Err, errno), Err: err}
}

// Reason is what an error says beside its errno.
func Reason(err error, errno unix.Errno) string {
	return strings.TrimPrefix(strings.Replace(": "+err.Error(), ": "+errno.Error(), "", 1), ": ")
}

// refusal words an error of a request. What is no refusal passes unchanged.
func (c *Client) refusal(req *request.Request, err error) error {
	if err == nil {
		return nil
	}
	var op *nl.OpError
	var errno unix.Errno
	switch {
	case errors.As(err, &op):
		errno = op.Errno
	case errors.Is(err, nl.ErrClosed):
		errno = unix.EBADF
	case !errors.As(err, &errno):
		return err
	}
	e := &Error{Errno: errno, NetNS: c.nsName, Err: err}
	if req != nil {
		e.Request = req.Object.Name + " " + req.Verb
	}
	if op != nil {
		e.Message, e.Policy = op.Message, op.Policy
		if req != nil {
			e.blame(req, op)
		}
	}
	if errno == unix.ENODEV && req != nil && e.Message == "" && e.Attr == "" {
		if word, link := req.OnlyLink(); word != "" {
			e.Attr, e.Message = word, "link "+link
		}
	}
	e.Hint = hintFor(req, e)
	return e
}

// blame finds the keyword that the kernel's offset points at, and the name of what is missing.
func (e *Error) blame(req *request.Request, op *nl.OpError) {
	e.Attr = req.Keyword(op.Offset)
	if op.MissType < 0 {
		return
	}
	set := req.Set
	v := codec.ViewOf(set, req.Body, nil)
	if op.MissNest >= nl.HeaderLen {
		names := codec.PathAt(set, req.Body, op.MissNest-nl.HeaderLen)
		if in, ok := v.Path(names...); ok {
			if nest, isNest := in.(codec.View); isNest {
				set = nest.Set
			}
		}
	}
	if row := set.Row(uint16(op.MissType)); row != nil {
		e.Missing = row.Name
	} else {
		e.Missing = set.Number(uint16(op.MissType))
	}
}
