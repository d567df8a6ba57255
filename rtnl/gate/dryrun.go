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
	made  int // how many links were

	spaces map[string]bool // namespaces that would have been made
	named  map[int]string  // the names of descriptors of namespaces
}

// madeUp is a link that would have been made.
type madeUp struct {
	space string // the namespace it would be in, as objects name it
	name  string
	index int
	body  []byte // of RTM_NEWLINK
}

// Place is a namespace that requests are sent in.
type Place struct {
	*DryRun
	Name    string           // as the object names it; "": that of the program
	Link    func(int) string // the names of its links
	Nowhere bool             // it was not made: there is nothing in it
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

// Send answers for the namespace of the program.
func (d *DryRun) Send(m nl.Message) nl.Verdict { return Place{DryRun: d, Link: linkName}.Send(m) }

// Send answers changes, and questions about links that do not exist but for this run; all of them in a namespace that was not made.
func (p Place) Send(m nl.Message) nl.Verdict {
	if m.Type < 16 {
		return nl.Verdict{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case !nl.IsGet(m.Type):
		fmt.Fprintln(p.w, Describe(m, Naming{DB: p.db, Link: p.linkName, NS: p.spaceName, In: p.Name}))
		p.note(m)
		return nl.Verdict{Answer: true, Replies: [][]byte{ack(m, 0)}}
	case p.asked(m) != nil:
		return nl.Verdict{Answer: true, Replies: [][]byte{nl.NewMessage(unix.RTM_NEWLINK, 0, p.asked(m).body), ack(m, 0)}}
	case !p.Nowhere:
		return nl.Verdict{}
	case m.Flags&nl.FlagDump == nl.FlagDump:
		return nl.Verdict{Answer: true, Replies: [][]byte{nl.NewMessage(nl.TypeDone, nl.FlagMulti, make([]byte, 4))}}
	}
	return nl.Verdict{Answer: true, Replies: [][]byte{ack(m, unix.ENODEV)}}
}

// Sent does nothing.
func (d *DryRun) Sent(nl.Message) {}

// Received does nothing.
func (d *DryRun) Received(nl.Message) {}

// linkName names a link: one of this run, or one of the machine.
func (p Place) linkName(index int) string {
	for i := range p.links {
		if p.links[i].index == index {
			return p.links[i].name
		}
	}
	if p.Nowhere {
		return ""
	}
	return p.Link(index)
}

func linkName(index int) string {
	if ifi, err := net.InterfaceByIndex(index); err == nil {
		return ifi.Name
	}
	return ""
}

// known finds a link of this run in the namespace, by name or index.
func (p Place) known(v *codec.View) *madeUp {
	name, _ := v.Get("ifname")
	field, _ := v.GetField("index")
	for i := range p.links {
		if l := &p.links[i]; l.space == p.Name && (l.name == name || field != int64(0) && field == int64(l.index)) {
			return l
		}
	}
	return nil
}

// asked finds the link that a RTM_GETLINK asks for.
func (p Place) asked(m nl.Message) *madeUp {
	if m.Type != unix.RTM_GETLINK || m.Flags&nl.FlagDump == nl.FlagDump || len(m.Body) < unix.SizeofIfInfomsg {
		return nil
	}
	v := codec.ViewOf(&spec.Link, m.Body, nil)
	return p.known(&v)
}

// note remembers links that would have been made, under the name and in the namespace they have now, and forgets removed ones.
func (p Place) note(m nl.Message) {
	if len(m.Body) < unix.SizeofIfInfomsg || m.Type != unix.RTM_NEWLINK && m.Type != unix.RTM_DELLINK {
		return
	}
	v := codec.ViewOf(&spec.Link, m.Body, nil)
	name, named := v.Get("ifname")
	text, _ := name.(string)
	if l := p.known(&v); l != nil {
		switch {
		case m.Type == unix.RTM_DELLINK:
			*l = p.links[len(p.links)-1]
			p.links = p.links[:len(p.links)-1]
			return
		case named:
			l.name = text
		}
		l.space = p.spaceOf(&v)
		return
	}
	if m.Type != unix.RTM_NEWLINK || m.Flags&unix.NLM_F_CREATE == 0 {
		return
	}
	if named {
		p.add(p.spaceOf(&v), text, m.Body)
	}
	peer, _ := v.Path("linkinfo", "data", "peer")
	if in, ok := peer.(codec.View); ok {
		if name, ok := in.Get("ifname"); ok {
			if body, err := codec.Encode(&spec.Link, nil, codec.Table{{Name: "ifname", Value: name}}); err == nil {
				p.add(p.spaceOf(&in), name.(string), body)
			}
		}
	}
}

// spaceOf is the namespace that a request puts a link into.
func (p Place) spaceOf(v *codec.View) string {
	if fd, ok := v.Get("net_ns_fd"); ok {
		return p.spaceName(int(number(fd)))
	}
	if pid, ok := v.Get("net_ns_pid"); ok {
		return fmt.Sprintf("/proc/%v/ns/net", pid)
	}
	return p.Name
}

func (d *DryRun) add(space, name string, body []byte) {
	index := firstIndex + d.made
	d.made++
	body = append([]byte(nil), body...)
	binary.NativeEndian.PutUint32(body[4:], uint32(index))
	d.links = append(d.links, madeUp{space, name, index, body})
}

// ack is the NLMSG_ERROR that answers a message; the sender fills in sequence and port.
func ack(m nl.Message, errno unix.Errno) []byte {
	body := binary.NativeEndian.AppendUint32(nil, uint32(-int32(errno)))
	return nl.NewMessage(nl.TypeError, 0x100, append(body, m.Raw[:nl.HeaderLen]...)) // NLM_F_CAPPED
}
