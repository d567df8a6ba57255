package plan

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"nlua/rtnl"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
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
func (g *Guard) Do(ctx context.Context, req *request.Request) ([]rtnl.Message, nl.Ack, error) {
	if err := g.tx.Check(req); err != nil {
		return nil, nl.Ack{}, err
	}
	if req.Mode == request.Ack {
		typ, _, body := noteOf(req)
		if err := g.note(0, typ, body); err != nil {
			return nil, nl.Ack{}, err
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

// guardSocket is where a guard listens for a confirmation from another terminal.
func guardSocket(id string) string {
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "nlua-guard-"+strconv.Itoa(os.Getuid())+"-"+filepath.Base(id))
}

// Confirm confirms the changes of a guard of this user's, by its id.
func Confirm(id string) error {
	conn, err := net.Dial("unix", guardSocket(id))
	if err != nil {
		return fmt.Errorf("there is no guard %s: its time is over, or it is another user's", id)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte{guardConfirm}); err != nil {
		return err
	}
	answer, err := io.ReadAll(conn)
	if err == nil && string(answer) != "confirmed\n" {
		err = ErrTooLate
	}
	return err
}

// Guarding is the whole of a guard's process, where this is one; false: it is not.
func Guarding() bool {
	value, ok := os.LookupEnv(guardVariable)
	if !ok {
		return false
	}
	os.Unsetenv(guardVariable)
	signal.Ignore(syscall.SIGHUP, syscall.SIGINT, syscall.SIGPIPE, syscall.SIGTERM)
	id, rest, _ := strings.Cut(value, " ")
	nanos, _ := strconv.ParseInt(rest, 10, 64)
	tells := os.NewFile(guardTells, "tells")
	if err := guard(id, time.Duration(nanos), tells); err != nil {
		fmt.Fprintln(tells, strings.ReplaceAll(err.Error(), "\n", " "))
	}
	return true
}

// watched is what a guard's process knows: pictures of namespaces, and which were made since.
type watched struct {
	mu    sync.Mutex
	undos []*Undo // by number
	made  []string
}

// enter takes the picture of a namespace.
func (w *watched) enter(ns netns.Ref, name string) error {
	opts := rtnl.Defaults()
	own, _ := netns.Ref{}.ID()
	if id, err := ns.ID(); err != nil || id != own { // into one's own nobody has to go, which takes CAP_SYS_ADMIN
		opts.NetNS = ns
	}
	c, err := rtnl.Open(opts)
	if err != nil {
		return err
	}
	undo, err := NewUndo(context.Background(), c)
	if err != nil {
		return err
	}
	undo.before.name = name
	w.undos = append(w.undos, undo)
	return nil
}

// take is what one of the script's words means. tell: it waits for an answer.
func (w *watched) take(what byte, number uint32, p []byte) (tell bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case what == guardEnter:
		path, name, _ := strings.Cut(string(p), "\x00")
		return true, w.enter(netns.OfPath(path), name)
	case what == guardMake:
		w.made = append(w.made, string(p))
	case what == guardNote && int(number) < len(w.undos) && len(p) >= 2:
		w.undos[number].Note(binary.NativeEndian.Uint16(p), p[2:])
	}
	return false, nil
}

// guard takes the picture, and waits for the first of: confirmation, an order to undo, the end of its time.
func guard(id string, patience time.Duration, tells io.Writer) error {
	w := &watched{}
	if err := w.enter(netns.OfFD(guardSpace), ""); err != nil {
		return err
	}
	path := guardSocket(id)
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	defer listener.Close()
	_ = os.Chmod(path, 0o600)
	end := time.After(patience)
	orders := make(chan byte, 1)
	go func() {
		if order, ok := readNotes(os.NewFile(guardNotes, "notes"), func(what byte, number uint32, p []byte) {
			if tell, err := w.take(what, number, p); err != nil {
				fmt.Fprintln(tells, strings.ReplaceAll(err.Error(), "\n", " "))
			} else if tell {
				fmt.Fprintln(tells, "ready")
			}
		}); ok {
			orders <- order
		}
	}()
	confirmed := make(chan net.Conn, 1)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			var b [1]byte
			if _, err := conn.Read(b[:]); err == nil && b[0] == guardConfirm {
				confirmed <- conn
				return
			}
			conn.Close()
		}
	}()
	fmt.Fprintln(tells, "ready")
	select {
	case conn := <-confirmed:
		fmt.Fprintln(conn, "confirmed")
		return conn.Close()
	case order := <-orders:
		if order == guardConfirm {
			fmt.Fprintln(tells, "confirmed")
			return nil
		}
	case <-end:
	}
	w.mu.Lock() // for ever: what is changed from here on is not undone
	report := putBackAll(context.Background(), w.undos, w.made)
	for _, line := range report.Failed {
		fmt.Fprintln(os.Stderr, "nlua: guard "+id+": could not be undone:", line)
	}
	if len(report.Done) > 0 {
		fmt.Fprintf(os.Stderr, "nlua: guard %s: not confirmed: undone: %s\n", id, strings.Join(report.Done, ", "))
	}
	if len(report.Failed) > 0 {
		return fmt.Errorf("could not be undone: %s", strings.Join(report.Failed, ", "))
	}
	fmt.Fprintln(tells, "undone")
	return nil
}

// readNotes takes words until an order comes; false: nobody is there any more to give one.
func readNotes(r io.Reader, take func(what byte, number uint32, p []byte)) (order byte, ok bool) {
	in := bufio.NewReader(r)
	for {
		what, err := in.ReadByte()
		if err != nil {
			return 0, false
		}
		if what == guardConfirm || what == guardUndo {
			return what, true
		}
		var head [8]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return 0, false
		}
		p := make([]byte, min(binary.NativeEndian.Uint32(head[4:]), 1<<20))
		if _, err := io.ReadFull(in, p); err != nil {
			return 0, false
		}
		take(what, binary.NativeEndian.Uint32(head[:]), p)
	}
}
