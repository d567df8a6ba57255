package plan

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
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
	w := &watched{tells: os.NewFile(guardTells, "tells")}
	if err := w.guard(id, time.Duration(nanos)); err != nil {
		w.tell(err.Error())
	}
	return true
}

// watched is what a guard's process knows: pictures of namespaces, and which were made since.
type watched struct {
	tells io.Writer // to the script
	mu    sync.Mutex
	undos []*Undo // by number
	made  []string
}

// tell says a line.
func (w *watched) tell(text string) { fmt.Fprintln(w.tells, strings.ReplaceAll(text, "\n", " ")) }

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

// take does what one of the script's words means.
func (w *watched) take(what byte, number uint32, p []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case what == guardEnter:
		path, name, _ := strings.Cut(string(p), "\x00")
		if err := w.enter(netns.OfPath(path), name); err != nil {
			w.tell(err.Error())
		} else {
			w.tell("ready")
		}
	case what == guardMake:
		w.made = append(w.made, string(p))
	case what == guardNote && int(number) < len(w.undos) && len(p) >= 2:
		w.undos[number].Note(binary.NativeEndian.Uint16(p), p[2:])
	}
}

// guard takes the picture, and waits for the first of: confirmation, an order to undo, the end of its time.
func (w *watched) guard(id string, patience time.Duration) error {
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
		if order, ok := readNotes(os.NewFile(guardNotes, "notes"), w.take); ok {
			orders <- order
		}
	}()
	confirmed := make(chan net.Conn, 1)
	go awaitConfirm(listener, confirmed)
	w.tell("ready")
	select {
	case conn := <-confirmed:
		fmt.Fprintln(conn, "confirmed")
		return conn.Close()
	case order := <-orders:
		if order == guardConfirm {
			w.tell("confirmed")
			return nil
		}
	case <-end:
	}
	return w.undo(id)
}

// awaitConfirm takes connections until one confirms.
func awaitConfirm(listener net.Listener, confirmed chan<- net.Conn) {
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
}

// undo puts everything back. What is changed from here on is not undone.
func (w *watched) undo(id string) error {
	w.mu.Lock() // for ever
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
	w.tell("undone")
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
