package plan

import (
	"bufio"
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

// What comes through the pipe: a byte, and behind 'n' u16 type, u32 length, bytes.
const (
	guardNote    = 'n'
	guardConfirm = 'c'
	guardUndo    = 'u'
)

// Guard is commit-confirm: a process that puts back what was noted unless Confirm comes in time.
type Guard struct {
	ID string // what Confirm from elsewhere names

	notes io.WriteCloser
	tells *bufio.Reader
	file  *os.File
}

// ErrTooLate is what Confirm gives when the guard has put everything back.
var ErrTooLate = errors.New("the guard's time was over: the changes were undone")

// StartGuard starts the process and waits until it has taken its picture.
func StartGuard(c *rtnl.Client, patience time.Duration) (*Guard, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	ns, err := (&space{c: c}).open()
	if err != nil {
		return nil, err
	}
	defer ns.Close()
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
	g := &Guard{ID: id, notes: notesIn, tells: bufio.NewReader(tellsOut), file: tellsOut}
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

// Note says that a request is going to be sent.
func (g *Guard) Note(typ uint16, body []byte) error {
	b := binary.NativeEndian.AppendUint16([]byte{guardNote}, typ)
	b = binary.NativeEndian.AppendUint32(b, uint32(len(body)))
	_, err := g.notes.Write(append(b, body...))
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

// guard takes the picture, and waits for the first of: confirmation, an order to undo, the end of its time.
func guard(id string, patience time.Duration, tells io.Writer) error {
	opts := rtnl.Defaults()
	opts.NetNS = netns.OfFD(guardSpace)
	c, err := rtnl.Open(opts)
	if err != nil {
		return err
	}
	undo, err := NewUndo(context.Background(), c)
	if err != nil {
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
	var mu sync.Mutex // of undo
	orders := make(chan byte, 1)
	go func() {
		if order, ok := readNotes(os.NewFile(guardNotes, "notes"), func(typ uint16, body []byte) {
			mu.Lock()
			defer mu.Unlock()
			undo.Note(typ, body)
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
	mu.Lock()
	report, err := undo.Run(context.Background())
	mu.Unlock()
	for _, line := range report.Failed {
		fmt.Fprintln(os.Stderr, "nlua: guard "+id+": could not be undone:", line)
	}
	if len(report.Done) > 0 {
		fmt.Fprintf(os.Stderr, "nlua: guard %s: not confirmed: undone: %s\n", id, strings.Join(report.Done, ", "))
	}
	if err == nil {
		fmt.Fprintln(tells, "undone")
	}
	return err
}

// readNotes takes notes until an order comes; false: nobody is there any more to give one.
func readNotes(r io.Reader, note func(typ uint16, body []byte)) (order byte, ok bool) {
	in := bufio.NewReader(r)
	for {
		what, err := in.ReadByte()
		if err != nil {
			return 0, false
		}
		if what != guardNote {
			return what, true
		}
		var head [6]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return 0, false
		}
		body := make([]byte, min(binary.NativeEndian.Uint32(head[2:]), 1<<20))
		if _, err := io.ReadFull(in, body); err != nil {
			return 0, false
		}
		note(binary.NativeEndian.Uint16(head[:]), body)
	}
}
