package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"nlua/rtnl/nstest"
)

// commandLine is a command that a document shows, without its remark, and what the document says comes out.
type commandLine struct{ file, line, output string }

// promise says how a command line of the documents is seen to do what the document says.
type promise struct {
	line string
	want string // a pattern of what it writes, where the document shows nothing
	also string // a command behind it, whose output counts too
	ask  string // what its prompt is asked: want is the answer
	not  string // why it is not run
}

// promises has all command lines of the documents.
var promises = []promise{
	{line: `go run . scripts/show.lua`},
	{line: `nlua --unshare`, ask: `ipr:link_lookup{ ifname = "wan" }[1]`, want: "nil"},
	{line: `nlua -p 'ipr:route("dump")'`, want: `^TYPE +DST +VIA .*\n +default +192\.0\.2\.1 +wan +static *\n`},
	{line: `nlua -n blue -p 'ipr:addr("dump")' --json`, want: `^\{.*"address":"127\.0\.0\.1".*\}\n\{.*"address":"::1".*\}\n$`},
	{line: `nlua --check setup.lua`, want: `^$`},
	{line: `nlua --dry-run setup.lua`, also: `nlua -p 'ipr:link("dump"):count()'`,
		want: `^ip link add test0 type veth peer name test1\nip addr add 10\.0\.0\.1/24 dev test0\nip link set test0 up\n3\n$`},
	{line: `nlua --read-only watch.lua`, want: `^seen: wan\tlink set: .*\(EPERM\).*\n$`},
	{line: `nlua --stubs ~/.local/share/nlua`, also: `cd ~/.local/share/nlua && ls nlua.lua nlua.luacheckrc`, want: `^nlua.lua\nnlua.luacheckrc\n$`},
	{line: `go test ./...`, not: "this is part of it"},

	{line: `nlua -p 'ipr:link("dump")'`, want: `^INDEX +IFNAME +STATE .*\n1: +lo .*\n2: +wan +UP +veth +02:00:00:00:00:01 .*\n3: +lan `},
	{line: `nlua -p 'ipr:link("dump")' --json`, want: `^\{.*"ifname":"lo".*\}\n\{.*"ifname":"wan".*\}\n\{.*"ifname":"lan".*\}\n$`},

	{line: `ssh host nlua - < script.lua`, also: `nlua -p 'ipr:link("get", { ifname = "wan" })[1].mtu'`, want: `^all is done\n1400\n$`},
	{line: `ssh host nlua - eth0 < script.lua`, want: `^eth0 is done\n$`},
	{line: `ssh host sudo nlua --dry-run - < script.lua`, want: `ip link set wan mtu 1400\n`},
	{line: `ssh host nlua --json -p "'ipr:link(\"dump\")'"`, want: `^(\{"event":"RTM_NEWLINK".*\}\n){3}$`},
	{line: "for host in web1 web2 web3; do\n  ssh \"$host\" nlua - < script.lua 2>&1 | sed \"s/^/$host: /\" &\ndone; wait",
		also: `echo`, want: `^(web[123]: all is done\n){3}\n$`},
	{line: `cp nlua@.service /etc/systemd/system/`, not: "changes the machine: TestUnit has systemd look at the file"},
	{line: `systemctl enable --now nlua@uplink`, not: "wants a machine that systemd has started"},

	{line: `apt-get install qemu-system-x86 busybox-static xz-utils zstd`, not: "installs packages: .ci/run does"},
	{line: `lab/run ip link add dummy0 type dummy`, not: "boots a machine, as the next: .ci/run does"},
	{line: `go test -exec "$PWD/lab/run" ./rtnl -run TestBond`, not: "boots a machine"},
	{line: `lab/run -w cover go test -coverprofile cover/lab.out ./rtnl`, not: "boots a machine"},
	{line: `make lab`, not: "boots a machine"},
	{line: `apt-get install gcc make bc libelf1`, not: "installs packages"},
	{line: `LAB_IMAGE=everything lab/run ip link add b0 type bareudp dstport 6635 ethertype mpls_uc`, not: "builds a kernel"},
	{line: `LAB_IMAGE=everything make lab`, not: "builds a kernel"},
	{line: `apt-get install gcc make bc flex bison libelf-dev`, not: "installs packages"},
	{line: `LAB_IMAGE=whole go test -exec "$PWD/lab/run" ./bindings -run 'TestLua/(mctp|dsa)'`, not: "builds a kernel"},
}

// TestCommandLines does the command lines of the documents, each on a machine of its own (testdata/documents/machine.lua).
func TestCommandLines(t *testing.T) {
	nstest.New(t) // is skipped where there are no namespaces
	shown := commandLines(t)
	for _, p := range promises {
		if !slices.ContainsFunc(shown, func(c commandLine) bool { return c.line == p.line }) {
			t.Errorf("no document has the line %s", p.line)
		}
	}
	for _, c := range shown {
		i := slices.IndexFunc(promises, func(p promise) bool { return p.line == c.line })
		if i < 0 {
			t.Errorf("%s: give this line a row in promises: %s", c.file, c.line)
		} else if promises[i].not == "" {
			t.Run(c.file+" "+c.line, func(t *testing.T) {
				t.Parallel()
				keep(t, promises[i], c.output)
			})
		}
	}
}

// keep does a command line.
func keep(t *testing.T, p promise, shown string) {
	if p.ask != "" {
		c := talk(t, onMachine(t, p.line))
		c.ask(p.ask, p.want+"\r\n")
		c.end()
		return
	}
	line := p.line
	if p.also != "" {
		line += " && " + p.also
	}
	out, err := onMachine(t, line).CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, out)
	} else if p.want == "" && string(out) != shown {
		t.Errorf("the document shows\n%sthere comes\n%s", shown, out)
	} else if !regexp.MustCompile(p.want).Match(out) {
		t.Errorf("there comes\n%s", out)
	}
}

// onMachine is a command line on the machine of the documents.
func onMachine(t *testing.T, line string) *exec.Cmd {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/documents/files.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := txtar.Write(archive, dir); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "bin")
	for _, program := range glob(t, filepath.Join(bin, "*")) {
		if err := os.Chmod(program, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(here, "scripts"), filepath.Join(dir, "scripts")); err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{
		Path: self, Args: []string{"nlua", "-E", "--unshare", filepath.Join(here, "testdata/documents/machine.lua")}, Dir: dir,
		Env: []string{"TERM=xterm", "HOME=" + dir, "PATH=" + bin + ":" + os.Getenv("PATH"), "LINE=" + line},
	}
}

// commandLines are those of the documents: in blocks of shell, behind the $ of a console, and among the examples of the man page.
func commandLines(t *testing.T) (all []commandLine) {
	t.Helper()
	files := []string{"README.md", "lab/README.md", "docs/nlua.1"}
	for _, file := range append(files, append(glob(t, "docs/*.md"), glob(t, "docs/reference/*.md")...)...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before := len(all)
		for _, block := range regexp.MustCompile("(?ms)^```console\n(.*?)^```").FindAllStringSubmatch(string(text), -1) {
			for _, piece := range strings.Split("\n"+block[1], "\n$ ")[1:] {
				line, output, _ := strings.Cut(piece, "\n")
				all = append(all, commandLine{file, remark.ReplaceAllString(line, ""), output})
			}
		}
		shell := "(?ms)^```sh\n(.*?)^```"
		if filepath.Ext(file) == ".1" {
			shell = "(?ms)^\\.Bd -literal.*?\n(.*?)^\\.Ed"
		}
		for _, block := range regexp.MustCompile(shell).FindAllStringSubmatch(string(text), -1) {
			whole := ""
			for line := range strings.Lines(block[1]) {
				whole += remark.ReplaceAllString(strings.TrimSuffix(line, "\n"), "")
				if exec.Command("sh", "-n", "-c", whole).Run() == nil {
					all = append(all, commandLine{file, whole, ""})
					whole = ""
				} else {
					whole += "\n"
				}
			}
			if whole != "" {
				t.Errorf("%s: a command has no end: %s", file, whole)
			}
		}
		if before == len(all) && slices.Contains(files, file) {
			t.Errorf("%s: no command line", file)
		}
	}
	return all
}

var remark = regexp.MustCompile(` {2,}#.*$`)

// TestUnit has systemd look at the unit.
func TestUnit(t *testing.T) {
	nstest.Need(t, "command systemd-analyze")
	text, err := os.ReadFile("docs/nlua@.service")
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "nlua@.service")
	if err := os.WriteFile(unit, bytes.ReplaceAll(text, []byte("/usr/local/bin/nlua"), []byte(self)), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("systemd-analyze", "verify", "--man=no", strings.Replace(unit, "@", "@uplink", 1)).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
}

// TestEveryScript sees to it that some test runs each program of scripts.
func TestEveryScript(t *testing.T) {
	var tests []byte
	for _, file := range append(glob(t, "testdata/script/*.txtar"), "commands_test.go") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tests = append(tests, text...)
	}
	for _, script := range glob(t, "scripts/*") {
		if !bytes.Contains(tests, []byte(filepath.Base(script))) {
			t.Errorf("no test runs %s", script)
		}
	}
}
