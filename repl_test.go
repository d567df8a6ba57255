package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"nlua/rtnl/nstest"
)

// conversation is nlua on a terminal.
type conversation struct {
	t     *testing.T
	tty   *os.File
	cmd   *exec.Cmd
	state string // where its history is

	mu   sync.Mutex
	more *sync.Cond
	out  []byte // all that it wrote
	seen int    // how much of that was expected already
	done bool
}

// patience is how long an answer may take on a machine that is busy.
const patience = 2 * time.Minute

// converse starts nlua on a terminal of 100 columns, in a namespace of its own. state "": a new folder for its history.
func converse(t *testing.T, state string, env ...string) *conversation {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return conversing(t, state, &exec.Cmd{Path: self, Args: []string{"nlua"}}, env...)
}

// conversing is converse by a program that starts nlua.
func conversing(t *testing.T, state string, cmd *exec.Cmd, env ...string) *conversation {
	t.Helper()
	if state == "" {
		state = t.TempDir()
	}
	cmd.Env = append([]string{"TERM=xterm", "HOME=" + state, "XDG_STATE_HOME=" + state, "XDG_CONFIG_HOME=" + state,
		"PATH=" + os.Getenv("PATH"), nsVariable + "=" + nstest.Named(t).Path()}, env...)
	c := talk(t, cmd)
	c.state = state
	return c
}

// talk starts a program that gives nlua's prompt on a terminal of 100 columns.
func talk(t *testing.T, cmd *exec.Cmd) *conversation {
	t.Helper()
	c := &conversation{t: t, cmd: cmd}
	c.more = sync.NewCond(&c.mu)
	var err error
	c.tty, err = pty.StartWithSize(c.cmd, &pty.Winsize{Rows: 24, Cols: 100})
	if err != nil {
		t.Skip("no pseudo terminal:", err)
	}
	late := time.AfterFunc(patience, func() { c.cmd.Process.Kill() })
	t.Cleanup(func() {
		c.cmd.Process.Kill()
		c.cmd.Wait()
		late.Stop()
		c.tty.Close()
	})
	go c.read()
	c.expect(ready)
	return c
}

func (c *conversation) read() {
	b := make([]byte, 4096)
	for {
		n, err := c.tty.Read(b)
		c.mu.Lock()
		c.out = append(c.out, b[:n]...)
		c.done = err != nil
		c.more.Broadcast()
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (c *conversation) send(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c.tty, text); err != nil {
		c.t.Fatalf("%v after\n%s", err, c.out)
	}
}

// expect waits for text in what is written from now on, and returns what stands before it.
func (c *conversation) expect(text string) string {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		if i := bytes.Index(c.out[c.seen:], []byte(text)); i >= 0 {
			before := string(c.out[c.seen : c.seen+i])
			c.seen += i + len(text)
			return before
		}
		if c.done {
			c.t.Fatalf("no %q in\n%q", text, c.out[c.seen:])
		}
		c.more.Wait()
	}
}

// ready is how a prompt begins: what is sent before it comes would be the terminal's to edit.
const ready = "\rnlua"

// ask sends a line, waits for an answer on a line of its own, and for the next prompt.
func (c *conversation) ask(line, answer string) {
	c.t.Helper()
	c.send(line + "\r")
	c.expect("\n" + answer)
	c.expect(ready)
}

// end sends Ctrl-D and waits for the program's end.
func (c *conversation) end() {
	c.t.Helper()
	c.send("\x04")
	if err := c.cmd.Wait(); err != nil {
		c.t.Errorf("after Ctrl-D: %v", err)
	}
}

func TestPrompt(t *testing.T) {
	c := converse(t, "")
	c.ask("=6*7", "42\r\n")
	c.ask("1+1, 'two'", "2\r\ntwo\r\n")
	c.ask("_ + 40", "42\r\n")
	c.ask("local kept = 'still'", "")
	c.ask("kept .. ' here'", "still here\r\n")
	c.ask("nonsense(1)", "stdin:1: attempt to call")
	c.ask("?route add", "ipr:route(")
	c.ask("help(ipr.link)", "ipr:link(")
	c.end()
}

func TestPromptLines(t *testing.T) {
	c := converse(t, "")
	c.send("for i = 1, 2 do\r")
	c.expect("... ")
	c.send("print('line ' .. i)\r")
	c.expect("... ")
	c.ask("end", "line 1\r\nline 2\r\n")
	c.send("x = {\r")
	c.expect("... ")
	c.send("\x03") // gives the lines up
	c.expect(ready)
	c.ask("type(x)", "nil\r\n")
	c.send("x = 'one \\\r") // the string goes on
	c.expect("... ")
	c.ask("two'", "")
	c.ask("#x", "8\r\n")
	c.ask("?ipr.lnik", "nothing is known of ipr.lnik: did you mean \"link\"?\r\n")
	c.ask("ipr:link('dump')", "")
	c.ask("_[1].ifname", "lo\r\n")
	c.end()
}

func TestPromptTab(t *testing.T) {
	c := converse(t, "")
	c.ask("ipr\t:link(\"du\t\"):count()", "1\r\n")
	c.ask("ipr:link('add', { ifname = 'left0', ki\t = 've\t', peer = 'right0' })[1].event", "NLMSG_ERROR\r\n")
	c.ask("ipr:link_lookup{ ifname = 'rig\t' }[1] > 0", "true\r\n")
	c.end()
}

func TestPromptInterrupt(t *testing.T) {
	c := converse(t, "")
	for _, line := range []string{"print('go' .. 1) while true do end", "print('go' .. 1) nlua.sleep(1e6)",
		"print('go' .. 1) ipr:bind() ipr:get()", "print('go' .. 1) pcall(function() while true do end end) print('not' .. 1)"} {
		c.send(line + "\r")
		c.expect("\ngo1\r\n")
		c.send("\x03")
		c.expect("interrupted!")
		c.expect(ready)
		c.ask("'on' .. 1", "on1\r\n")
	}
	// Long tables, and pasted lines.
	c.ask("m = ipr:link('dump'):first() long = {} for i = 1, 1e6 do long[i] = m end", "")
	c.send("long\r")
	c.expect("\r\n1: ")
	c.send("\x03")
	c.expect("interrupted!")
	c.expect(ready)
	c.ask("#'"+strings.Repeat("é", 2000)+"' + 1", "4001\r\n")
	c.send("thrown away\x03")
	c.expect("^C")
	c.expect(ready)
	c.ask("'on' .. 2", "on2\r\n")
	if strings.Contains(string(c.out), "not1") {
		t.Error("pcall caught an interrupt")
	}
	c.end()
}

func TestPromptHistory(t *testing.T) {
	c := converse(t, "")
	c.ask("'re' .. 'membered'", "remembered\r\n")
	c.end()
	path := filepath.Join(c.state, "nlua", "history")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != fs.FileMode(0o600) {
		t.Errorf("mode %v, want 0600", info.Mode())
	}
	again := converse(t, c.state)
	again.ask("\x1b[A", "remembered\r\n")
	again.end()
}

func TestPromptScreen(t *testing.T) {
	for _, c := range []struct {
		env    string
		colour bool
	}{{"A=", true}, {"NO_COLOR=1", false}} {
		s := converse(t, "", c.env)
		s.send("ipr:link('dump')\r")
		table := s.expect("LOOPBACK")
		if got := strings.Contains(table, "\x1b[1m"); got != c.colour {
			t.Errorf("%s: colours %v in %q", c.env, got, table)
		}
		s.expect(ready)
		if err := pty.Setsize(s.tty, &pty.Winsize{Rows: 24, Cols: 30}); err != nil {
			t.Fatal(err)
		}
		s.send("ipr:link('dump')\r")
		s.expect("…")
		s.expect(ready)
		s.end()
	}
}

func TestPromptRC(t *testing.T) {
	state := t.TempDir()
	dir := filepath.Join(state, "nlua")
	if err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, "init.lua"), []byte("mine = 'from the rc file'"), 0o600)); err != nil {
		t.Fatal(err)
	}
	c := converse(t, state)
	c.ask("mine", "from the rc file\r\n")
	c.end()
}

// TestPromptAhead types Ctrl-D before there is a prompt.
func TestPromptAhead(t *testing.T) {
	c := converse(t, "")
	c.send("print('go' .. 1) nlua.sleep(0.2)\r")
	c.expect("\ngo1\r\n")
	c.end()
}

// TestPromptAside has a task print while a line is typed, and a chunk that ends without a newline.
func TestPromptAside(t *testing.T) {
	c := converse(t, "")
	c.ask("for i = 1, 3 do io.write(i) end", "123\r\n")
	c.ask("nlua.signal('USR1', function() print('be' .. 'side') end)", "")
	c.send("'half ' ..")
	c.expect("'half ' ..")
	if err := c.cmd.Process.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	c.expect("beside\r\n")
	c.expect("'half ' ..")
	c.send(" 'typed'\r")
	c.expect("\nhalf typed\r\n")
	c.expect(ready)
	c.end()
}

// TestPromptSignals has signals come while nobody types: undo work is done, and the terminal is as it was.
func TestPromptSignals(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []struct {
		line   string
		sig    syscall.Signal
		said   string
		status int
		args   []string
	}{
		{"", 0, "timed out (ETIMEDOUT)", 1, []string{"--timeout", "3"}},
		{"'half ", syscall.SIGTERM, "ended by terminated", 128 + 15, []string{"--unshare"}},
		{"'half ", syscall.SIGTERM, "ended by terminated", 128 + 15, nil},
		{"", syscall.SIGHUP, "ended by hangup", 128 + 1, nil},
		{"nlua.after(0.1, os.exit, 7)\r", 0, "", 7, nil},
		{"nlua.spawn(function() while true do nlua.sleep(0.01) end end) nlua.signal('TERM', function() nlua.spawn(os.exit, 8) end)\r", syscall.SIGTERM, "", 8, nil},
		{"", syscall.SIGQUIT, "", -1, nil},
		{"\x1c", 0, "", -1, nil},
	} {
		c := conversing(t, "", &exec.Cmd{Path: self, Args: append([]string{"nlua"}, end.args...)})
		c.ask("nlua.finally(function() print('undo' .. 'ne') end)", "")
		if line, whole := strings.CutSuffix(end.line, "\r"); whole {
			c.ask(line, "")
		} else {
			c.send(end.line)
		}
		if end.sig != 0 {
			if err := c.cmd.Process.Signal(end.sig); err != nil {
				t.Fatal(err)
			}
		}
		c.expect(end.said)
		if end.status > 0 {
			c.expect("undone")
		}
		var exit *exec.ExitError
		if err := c.cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != end.status {
			t.Errorf("%q and %v: %v, want status %d", end.line, end.sig, err, end.status)
		}
		if !cooked(t, c.tty) {
			t.Errorf("%q and %v: the terminal is raw", end.line, end.sig)
		}
	}
}

// cooked tells whether a terminal edits lines and echoes.
func cooked(t *testing.T, tty *os.File) bool {
	t.Helper()
	mode, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return mode.Lflag&(unix.ICANON|unix.ECHO|unix.ISIG) == unix.ICANON|unix.ECHO|unix.ISIG
}

// TestPromptSuspend types Ctrl-Z under a shell with job control, and where nobody could wake the program, which then goes on.
func TestPromptSuspend(t *testing.T) {
	alone := converse(t, "")
	alone.send("'o' .. \x1a")
	alone.ask(" 'n'", "on\r\n")
	alone.end()

	c := conversing(t, "", exec.Command("sh", "-c", "set -m; nlua; stty -a; echo stop''ped; fg >/dev/null"))
	c.send("'o' .. \x1a")
	if modes := c.expect("stopped\r\n"); !regexp.MustCompile(`[^-]icanon`).MatchString(modes) {
		t.Errorf("the shell finds the terminal as %q", modes)
	}
	c.expect("'o' .. ")
	c.ask(" 'n'", "on\r\n")
	c.end()
}

// TestPromptPipe has no terminal: no prompt, no control code.
func TestPromptPipe(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := &exec.Cmd{Path: self, Args: []string{"nlua", "-E", "-i"}, Stdin: strings.NewReader("=6*7\nipr:link('dump')\n")}
	cmd.Env = append(os.Environ(), nsVariable+"="+nstest.Named(t).Path())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !bytes.Contains(out, []byte("42\n")) || bytes.ContainsAny(out, "\x1b\r\x07") {
		t.Errorf("got %q", out)
	}
}
