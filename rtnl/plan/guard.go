package plan

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"nlua/rtnl"
	"nlua/rtnl/netns"
	"nlua/rtnl/request"
)

// The guard is a process of its own, so that it outlives script, terminal and connection. It is the program itself, started with
// guardVariable, in a session of its own. Descriptor 3 brings what is going to be changed, 4 tells that the picture is taken, 5 is
// the namespace.
const (
	guardVariable = "NLUA_GUARD"
	guardNotes    = 3
	guardTells    = 4
	guardSpace    = 5
)

// What comes through the pipe: a byte, and before bytes of a length their u32 length. Namespaces have numbers, 0 is descriptor 5's.
const (
	guardEnter   = 'e' // u32 number, u32 length, path, and behind a NUL the name: a picture is taken, and "ready" is the answer
	guardMake    = 'm' // u32 number (0), u32 length, name: a namespace that is going to be made
	guardNote    = 'n' // u32 number, u32 length, u16 type, body
	guardConfirm = 'c'
	guardUndo    = 'u'
)

// Guard is commit-confirm: a process that puts back what was noted unless Confirm comes in time.
type Guard struct {
	ID string // what Confirm from elsewhere names

	tx     *Transaction // which knows what cannot be undone
	notes  io.WriteCloser
	tells  *bufio.Reader
	file   *os.File
	spaces map[netns.ID]uint32 // their numbers
}

// ErrTooLate is what Confirm gives when the guard has put everything back.
var ErrTooLate = errors.New("the guard's time was over: the changes were undone")

// StartGuard starts the process and waits until it has taken its picture.
func StartGuard(ctx context.Context, c *rtnl.Client, patience time.Duration) (*Guard, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	ns, err := (&space{c: c}).open()
	if err != nil {
		return nil, err
	}
	defer ns.Close()
	home, err := netns.OfFD(int(ns.Fd())).ID()
	if err != nil {
		return nil, err
	}
	tx, err := Begin(ctx, c)
	if err != nil {
		return nil, err
	}
	notesOut, notesIn, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer notesOut.Close()
	tellsOut, tellsIn, err := os.Pipe()
	if err != nil {
		notesIn.Close()
		return nil, err
	}
	defer tellsIn.Close()
	id := fmt.Sprintf("%d-%x", os.Getpid(), time.Now().UnixNano()&0xffffff)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d", guardVariable, id, patience))
	cmd.ExtraFiles = []*os.File{notesOut, tellsIn, ns}
	cmd.Stderr = os.Stderr
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	g := &Guard{ID: id, tx: tx, notes: notesIn, tells: bufio.NewReader(tellsOut), file: tellsOut, spaces: map[netns.ID]uint32{home: 0}}
	if err = cmd.Start(); err == nil {
		_ = cmd.Process.Release()
		err = g.hear("ready")
	}
	if err != nil {
		g.Close()
		return nil, fmt.Errorf("guard: %w", err)
	}
	return g, nil
}

// hear waits for a word.
func (g *Guard) hear(word string) error {
	line, err := g.tells.ReadString('\n')
	switch line = strings.TrimSuffix(line, "\n"); {
	case line == word:
		return nil
	case line == "undone":
		return ErrTooLate
	case line != "":
		return errors.New(line)
	}
	return err
}

// Do sends a request as Client.Do does, when the guard knows of it. What could not be undone is refused.
func (g *Guard) Do(ctx context.Context, req *request.Request) ([]rtnl.Message, error) {
	if err := g.tx.Check(req); err != nil {
		return nil, err
	}
	if req.Mode == request.Ack {
		typ, _, body := noteOf(req)
		if err := g.note(0, typ, body); err != nil {
			return nil, err
		}
	}
	return g.tx.c.Do(ctx, req)
}

// Apply is Plan.Apply of what the guard knows of, in whatever namespaces.
func (g *Guard) Apply(ctx context.Context, p *Plan) error {
	p.witness = &guarded{g, map[string]uint32{}}
	defer func() { p.witness = nil }()
	return p.Apply(ctx)
}

// guarded tells a guard of a plan's steps.
type guarded struct {
	g       *Guard
	numbers map[string]uint32
}

func (w *guarded) enter(name string, c *rtnl.Client) error {
	ns, err := (&space{c: c}).open()
	if err != nil {
		return err
	}
	defer ns.Close()
	id, err := netns.OfFD(int(ns.Fd())).ID()
	if err != nil {
		return err
	}
	n, known := w.g.spaces[id]
	if !known {
		n = uint32(len(w.g.spaces))
		path := fmt.Sprintf("/proc/%d/fd/%d\x00%s", os.Getpid(), ns.Fd(), cmp.Or(name, c.NetNSName()))
		if err := w.g.write(guardEnter, n, []byte(path)); err != nil {
			return err
		}
		if err := w.g.hear("ready"); err != nil {
			return err
		}
		w.g.spaces[id] = n
	}
	w.numbers[name] = n
	return nil
}

func (w *guarded) make(name string) error { return w.g.write(guardMake, 0, []byte(name)) }

func (w *guarded) note(name string, typ uint16, body []byte) error {
	return w.g.note(w.numbers[name], typ, body)
}

// note says that a request is going to be sent.
func (g *Guard) note(number uint32, typ uint16, body []byte) error {
	return g.write(guardNote, number, append(binary.NativeEndian.AppendUint16(nil, typ), body...))
}

func (g *Guard) write(what byte, number uint32, p []byte) error {
	b := binary.NativeEndian.AppendUint32([]byte{what}, number)
	b = binary.NativeEndian.AppendUint32(b, uint32(len(p)))
	_, err := g.notes.Write(append(b, p...))
	return g.late(err)
}

func (g *Guard) late(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return ErrTooLate
	}
	return err
}

// Confirm lets the changes be.
func (g *Guard) Confirm() error { return g.say(guardConfirm, "confirmed") }

// Undo has everything put back now.
func (g *Guard) Undo() error {
	if err := g.say(guardUndo, "undone"); err != ErrTooLate {
		return err
	}
	return nil
}

func (g *Guard) say(what byte, answer string) error {
	if _, err := g.notes.Write([]byte{what}); err != nil {
		return g.late(err)
	}
	return g.hear(answer)
}

// Close leaves the guard alone with its clock.
func (g *Guard) Close() {
	g.notes.Close()
	g.file.Close()
	g.tx.Close()
}
