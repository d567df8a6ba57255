package host

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/chzyer/readline"
	"golang.org/x/sys/unix"
)

// terminalReader reads lines with history and completion.
type terminalReader struct {
	vm     *VM
	rl     *readline.Instance
	typing atomic.Bool
	open   atomic.Bool // the last output has no newline, and the prompt would wipe it away
	quits  chan os.Signal
}

func (r *repl) terminal() (*terminalReader, error) {
	cfg := &readline.Config{HistoryLimit: historyLimit, InterruptPrompt: "^C", EOFPrompt: " ", HistorySearchFold: true}
	if dir := xdg("XDG_STATE_HOME", ".local/state"); dir != "" {
		path := filepath.Join(dir, "nlua", "history")
		if private(path) == nil {
			cfg.HistoryFile = path
		}
	}
	if r.cfg.Hooks.Completer != nil {
		cfg.AutoComplete = completer{r}
	}
	t := &terminalReader{vm: r.vm}
	paste := &pasting{ReadCloser: readline.NewCancelableStdin(r.vm.cfg.Stdin), asks: func() bool { return t.rl == nil || t.rl.Operation.IsNormalMode() }}
	cfg.Stdin, cfg.Listener, cfg.FuncFilterInputRune = paste, paste, t.key
	rl, err := readline.NewEx(cfg)
	if err != nil {
		return nil, err
	}
	t.rl = rl
	_ = r.vm.out.Flush()
	r.vm.out.Reset(&aside{t, r.vm.cfg.Stdout, rl.Stdout()})
	r.vm.errOut = &aside{t, r.vm.cfg.Stderr, rl.Stderr()}
	giveBack := func() { _ = t.leave() }
	r.vm.giveBack.Store(&giveBack)
	if r.cfg.Signals {
		t.quits = make(chan os.Signal, 1)
		signal.Notify(t.quits, unix.SIGQUIT)
		go t.watchQuit()
	}
	return t, nil
}

// aside writes before the line that a person is typing: what tasks print meanwhile.
type aside struct {
	t             *terminalReader
	plain, around io.Writer
}

func (a *aside) Write(b []byte) (int, error) {
	if a.t.typing.Load() {
		return a.around.Write(b)
	}
	if len(b) > 0 {
		a.t.open.Store(b[len(b)-1] != '\n')
	}
	return a.plain.Write(b)
}

// private makes the history file for its owner's eyes alone.
func private(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Chmod(0o600)
}

func (t *terminalReader) Line(prompt string) (string, error) {
	if t.open.Swap(false) {
		fmt.Fprintln(t.rl.Config.Stdout)
	}
	t.rl.SetPrompt(prompt)
	t.typing.Store(true)
	defer t.typing.Store(false)
	line, err := t.rl.Readline()
	if err == readline.ErrInterrupt {
		return "", errAgain
	}
	return line, err
}

// Again clears the line, below which another one begins.
func (t *terminalReader) Again(prompt string) {
	fmt.Fprintln(t.rl.Stdout(), "^C")
	t.rl.SetPrompt(prompt)
	t.rl.Operation.SetBuffer("")
}

// Close gives the terminal back, whether or not a line is being read. Readline's own Close would wait for a key, where Ctrl-D was typed
// ahead.
func (t *terminalReader) Close() error {
	t.vm.giveBack.Store(nil)
	if t.quits != nil {
		signal.Stop(t.quits)
		if !t.vm.handles(unix.SIGQUIT) {
			quitByDefault()
		}
	}
	return t.leave()
}

// leave puts the terminal into the mode in which it was found; what is written next does not stand behind the prompt.
func (t *terminalReader) leave() error {
	err := t.rl.Terminal.ExitRawMode()
	if t.typing.Swap(false) {
		fmt.Fprintln(t.rl.Config.Stdout)
	}
	return err
}

// The keys that send signals, where a terminal is not in raw mode.
const (
	keySuspend = readline.CharCtrlZ
	keyQuit    = 0x1c
)

// key sees each key before readline does. It is called by the goroutine that edits the line.
func (t *terminalReader) key(r rune) (rune, bool) {
	switch r {
	case keySuspend:
		t.suspend()
	case keyQuit:
		_ = unix.Kill(0, unix.SIGQUIT)
	default:
		return r, true
	}
	return readline.CharBell, true // to pass nothing would have readline read on behind the line's end
}

// suspend stops the process group, as a terminal does. Readline would stop the parent instead of the group: that may be sshd.
func (t *terminalReader) suspend() {
	t.rl.Clean()
	_ = t.rl.Terminal.ExitRawMode()
	on := make(chan os.Signal, 1)
	signal.Notify(on, unix.SIGCONT)
	_ = unix.Kill(0, unix.SIGTSTP)
	select { // another thread may be the one to be stopped first, and with nobody to wake it no group is stopped
	case <-on:
	case <-time.After(100 * time.Millisecond):
	}
	signal.Stop(on)
	_ = t.rl.Terminal.EnterRawMode()
	t.rl.Refresh()
}

// watchQuit has SIGQUIT leave the terminal as it was.
func (t *terminalReader) watchQuit() {
	for range t.quits {
		if !t.vm.handles(unix.SIGQUIT) {
			_ = t.leave()
			quitByDefault()
			_ = unix.Kill(unix.Getpid(), unix.SIGQUIT)
		}
	}
}
