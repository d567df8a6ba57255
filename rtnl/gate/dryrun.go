package gate

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
)

// DryRun answers changes in the kernel's place, and writes each as a line. Links that would have been made are found by name, and by
// the index that they were given here.
type DryRun struct {
	mu    sync.Mutex
	w     io.Writer
	db    *names.DB
	links []madeUp

	spaces map[string]bool // namespaces that would have been made
	named  map[int]string  // the names of descriptors of namespaces
}

// madeUp is a link that would have been made.
type madeUp struct {
	name  string
	index int
	body  []byte // of RTM_NEWLINK
}

// firstIndex is far above what kernels give out.
const firstIndex = 0x40000000

// NewDryRun writes to w.
func NewDryRun(w io.Writer, db *names.DB) *DryRun {
	return &DryRun{w: w, db: db, spaces: map[string]bool{}, named: map[int]string{}}
}

// MakeSpace takes a namespace for made, or, without made, for removed.
func (d *DryRun) MakeSpace(name string, made bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if made {
		d.spaces[name] = true
	} else {
		delete(d.spaces, name)
	}
}

// HasSpace tells whether a namespace was taken for made; without a dry run none was.
func (d *DryRun) HasSpace(name string) bool {
	if d == nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.spaces[name]
}

// Space notes which namespace the descriptor of a request stands for. For one that was not made it gives a number that no descriptor has.
func (d *DryRun) Space(name string, fd int, err error) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil && d.spaces[name] {
		fd, err = firstIndex+len(d.named), nil
	}
	if err == nil {
		d.named[fd] = name
	}
	return fd, err
}

// spaceName is what a descriptor's namespace is called.
func (d *DryRun) spaceName(fd int) string { return d.named[fd] }

// Redirect has later lines written to w.
func (d *DryRun) Redirect(w io.Writer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.w = w
}

// Say writes a line for a change that no message makes: "ip netns add blue".
func (d *DryRun) Say(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	fmt.Fprintln(d.w, line)
}

// Send answers changes, and questions about links that do not exist but for this run.
func (d *DryRun) Send(m nl.Message) nl.Verdict {
	if m.Type < 16 {
		return nl.Verdict{}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if nl.IsGet(m.Type) {
		if l := d.asked(m); l != nil {
			return nl.Verdict{Answer: true, Replies: [][]byte{nl.NewMessage(unix.RTM_NEWLINK, 0, l.body), ack(m, 0)}}
		}
		return nl.Verdict{}
	}
	fmt.Fprintln(d.w, Describe(m, d.db, d.linkName, d.spaceName))
	d.note(m)
	return nl.Verdict{Answer: true, Replies: [][]byte{ack(m, 0)}}
}

// Sent does nothing.
func (d *DryRun) Sent(nl.Message) {}

// Received does nothing.
func (d *DryRun) Received(nl.Message) {}

// linkName names a link: one of this run, or one of the machine.
func (d *DryRun) linkName(index int) string {
	for i := range d.links {
		if d.links[i].index == index {
			return d.links[i].name
		}
	}
	if ifi, err := net.InterfaceByIndex(index); err == nil {
		return ifi.Name
	}
	return ""
}

// asked finds the link that a RTM_GETLINK asks for by name or index.
func (d *DryRun) asked(m nl.Message) *madeUp {
	if m.Type != unix.RTM_GETLINK || m.Flags&nl.FlagDump == nl.FlagDump || len(m.Body) < unix.SizeofIfInfomsg {
		return nil
	}
	v := codec.ViewOf(&spec.Link, m.Body, nil)
	name, _ := v.Get("ifname")
	index := int(int32(binary.NativeEndian.Uint32(m.Body[4:])))
	for i := range d.links {
		if l := &d.links[i]; l.name == name || index != 0 && l.index == index {
			return l
		}
	}
	return nil
}

// note remembers links that would have been made, under the name they have now, and forgets removed ones.
func (d *DryRun) note(m nl.Message) {
	if len(m.Body) < unix.SizeofIfInfomsg || m.Type != unix.RTM_NEWLINK && m.Type != unix.RTM_DELLINK {
		return
	}
	v := codec.ViewOf(&spec.Link, m.Body, nil)
	name, _ := v.Get("ifname")
	index := int(int32(binary.NativeEndian.Uint32(m.Body[4:])))
	for i := range d.links {
		if l := &d.links[i]; l.name == name || index != 0 && l.index == index {
			if m.Type == unix.RTM_DELLINK {
				d.links = append(d.links[:i], d.links[i+1:]...)
			} else if text, ok := name.(string); ok {
				l.name = text
			}
			return
		}
	}
	if m.Type != unix.RTM_NEWLINK || m.Flags&unix.NLM_F_CREATE == 0 {
		return
	}
	if text, ok := name.(string); ok {
		d.add(text, m.Body)
	}
	if peer, ok := v.Path("linkinfo", "data", "peer", "ifname"); ok {
		if text, ok := peer.(string); ok {
			body, err := codec.Encode(&spec.Link, nil, codec.Table{{Name: "ifname", Value: text}})
			if err == nil {
				d.add(text, body)
			}
		}
	}
}

func (d *DryRun) add(name string, body []byte) {
	index := firstIndex + len(d.links)
	body = append([]byte(nil), body...)
	binary.NativeEndian.PutUint32(body[4:], uint32(index))
	d.links = append(d.links, madeUp{name, index, body})
}

// ack is the NLMSG_ERROR that answers a message; the sender fills in sequence and port.
func ack(m nl.Message, errno unix.Errno) []byte {
	body := binary.NativeEndian.AppendUint32(nil, uint32(-int32(errno)))
	return nl.NewMessage(nl.TypeError, 0x100, append(body, m.Raw[:nl.HeaderLen]...)) // NLM_F_CAPPED
}

// Nowhere is a namespace that was not made: changes are DryRun's, and there is nothing in it.
type Nowhere struct{ *DryRun }

// Send answers everything.
func (n Nowhere) Send(m nl.Message) nl.Verdict {
	v := n.DryRun.Send(m)
	switch {
	case v.Answer || m.Type < 16:
		return v
	case m.Flags&nl.FlagDump == nl.FlagDump:
		return nl.Verdict{Answer: true, Replies: [][]byte{nl.NewMessage(nl.TypeDone, nl.FlagMulti, make([]byte, 4))}}
	}
	return nl.Verdict{Answer: true, Replies: [][]byte{ack(m, unix.ENODEV)}}
}
