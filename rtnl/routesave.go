package rtnl

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// saveMagic begins what `ip route save` writes: a u32 in host order, then RTM_NEWROUTE messages as the kernel sent them.
const saveMagic = 0x45311224

// otherMagic is what other files begin with.
var otherMagic = [...]struct {
	magic uint32
	what  string
}{
	{0x24123145, "it is of a machine with the other byte order"},
	{0x47361222, "it is what ip address save writes"},
	{0x71706986, "it is what ip rule save writes"},
}

// SaveRoutes writes the routes that keywords select in the format of `ip route save`; raw: without its first four bytes.
func (c *Client) SaveRoutes(ctx context.Context, w io.Writer, kw codec.Table, raw bool) error {
	req, err := c.Request(ctx, "route", "dump", kw)
	if err != nil {
		return err
	}
	d, err := c.Dump(ctx, req)
	if err != nil {
		return err
	}
	if !raw {
		if err := binary.Write(w, binary.NativeEndian, uint32(saveMagic)); err != nil {
			d.Close()
			return err
		}
	}
	return d.Each(ctx, func(m Message) error {
		_, err := w.Write(append(m.Raw[:len(m.Raw):len(m.Raw)], make([]byte, codec.Align(len(m.Raw))-len(m.Raw))...))
		return err
	})
}

// restored is one saved route as a request.
type restored struct {
	msg  []byte
	lax  bool // the kernel made it with an address or device: it may be there, or have no place here
	late bool // it needs another route
}

// LoadRoutes makes the routes of SaveRoutes or `ip route save` again, with or without the first four bytes; those that are there are
// replaced. All are tried: first those on a link, then those behind a gateway. Of what the kernel itself had made, the table local is
// passed over, and refusals do not count. It gives the number of routes made; the error is a batch's.
func (c *Client) LoadRoutes(ctx context.Context, data []byte) (made int, err error) {
	if len(data) >= 4 {
		magic := binary.NativeEndian.Uint32(data)
		for _, other := range otherMagic {
			if magic == other.magic {
				return 0, notSaved(errors.New(other.what))
			}
		}
		if magic == saveMagic {
			data = data[4:]
		}
	}
	list, err := restorable(data)
	if err != nil {
		return 0, err
	}
	conn, err := c.conn()
	if err != nil {
		return 0, c.refusal(nil, err)
	}
	msgs, objects := make([][]byte, len(list)), make([]string, len(list))
	for i := range list {
		msgs[i], objects[i] = list[i].msg, "route"
	}
	defer c.told(time.Now(), objects...)
	steps, err := conn.Batch(ctx, msgs, nl.BatchOptions{}, nil)
	b := &Batch{c: c, total: len(list)}
	for i, step := range steps {
		switch {
		case step.State == nl.StepDone:
			made++
		case list[i].lax:
		case step.State == nl.StepRefused:
			var e *Error
			req := &request.Request{Object: request.ByName("route"), Verb: "load", Type: unix.RTM_NEWROUTE, Flags: unix.NLM_F_CREATE, Set: spec.ByType(unix.RTM_NEWROUTE).Set, Body: msgs[i][nl.HeaderLen:]}
			if errors.As(c.refusal(req, step.Err), &e) {
				b.refuse(i+1, e)
			}
		case step.State == nl.StepUnknown:
			b.refuse(i+1, c.removal("route load", unix.ENOBUFS))
		}
	}
	if err != nil {
		return made, c.refusal(nil, err)
	}
	return made, b.Err()
}

// restorable makes requests of saved routes, in an order in which they can be made.
func restorable(data []byte) (list []restored, err error) {
	seen := map[string]bool{}
	for m, err := range nl.Parse(data) {
		if err == nil && (m.Type != unix.RTM_NEWROUTE || len(m.Body) < unix.SizeofRtMsg) {
			err = fmt.Errorf("a message of type %d, want RTM_NEWROUTE", m.Type)
		}
		msg := NewMessage(m)
		v := msg.View()
		if err == nil {
			err = v.Each(func(*codec.Row, uint16, []byte) bool { return true })
		}
		if err != nil {
			return nil, notSaved(err)
		}
		lax, passed := kernels(&v)
		if passed {
			continue
		}
		d := state.Delta{Type: m.Type, Old: m.Body, New: m.Body}
		place := placeOf(&v)
		if lax || seen[place] {
			d.Old = nil // beside the one that is there, not instead of it
		}
		seen[place] = true
		if r, ok := d.Request(); ok {
			list = append(list, restored{nl.NewMessage(r.Type, r.Flags, r.Body), lax, needsOther(&v)})
		}
	}
	slices.SortStableFunc(list, func(a, b restored) int {
		switch {
		case a.late == b.late:
			return 0
		case b.late:
			return -1
		}
		return 1
	})
	return list, nil
}

func notSaved(err error) error {
	return &request.Error{Request: "route load", Msg: "this is not what ip route save writes", Err: err}
}

// kernels tells whether the kernel made a route itself, and whether it is one that it alone makes: of the table local, or cached.
func kernels(v *codec.View) (lax, passed bool) {
	const cloned = 0x200 // RTM_F_CLONED, include/uapi/linux/rtnetlink.h
	number := func(name string) uint64 {
		x, _ := v.Get(name)
		n, _ := x.(uint64)
		return n
	}
	lax = number("proto") == unix.RTPROT_KERNEL
	return lax, number("flags")&cloned != 0 || lax && number("table") == unix.RT_TABLE_LOCAL
}

func needsOther(v *codec.View) bool {
	for _, name := range []string{"gateway", "via", "multipath", "nh_id"} {
		if _, ok := v.Get(name); ok {
			return true
		}
	}
	return false
}

// placeOf is what routes that replace each other have in common.
func placeOf(v *codec.View) string {
	place := ""
	for _, name := range []string{"family", "table", "dst", "dst_len", "src", "src_len", "tos", "priority"} {
		x, _ := v.Get(name)
		place += fmt.Sprint(x, " ")
	}
	return place
}
