package host

import (
	"bytes"
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// differentialDriver runs each program with a log of its own and a limit of steps, in stock Lua and in ours. What only one of them
// words so, the texts of run-time errors, is left out; what a program raised by itself is not.
const differentialDriver = `
local function run(i, src)
  local log, fuel = {}, 600
  local function show(v)
    if type(v) == "number" then return tostring(v + 0) end
    if type(v) == "string" and v:find("too long", 1, true) then return "too long" end
    if type(v) == "string" and v:match("^p:%d+: ") and not v:match("U%d+$") then return "E" end
    if type(v) == "string" and v:match("cannot resume") then return "R" end
    if type(v) == "string" or type(v) == "boolean" or v == nil then return tostring(v) end
    return type(v)
  end
  local env = { pcall = pcall, xpcall = xpcall, error = error, select = select, unpack = unpack, pairs = pairs, ipairs = ipairs,
    coroutine = coroutine, table = table, type = type, tostring = show, setmetatable = setmetatable, assert = assert, next = next }
  function env.emit(...)
    local t = {}
    for k = 1, select("#", ...) do t[k] = show((select(k, ...))) end
    if #log < 400 then log[#log + 1] = table.concat(t, ",") end
  end
  function env.step() fuel = fuel - 1 if fuel < 0 then error("too long", 0) end end
  local f, err = loadstring(src, "=p")
  if not f then print(i, "does not compile", err) return end
  setfenv(f, env)
  local ok, e = pcall(f)
  print(i, ok, show(e), table.concat(log, ";"))
end
`

// progGen writes random programs. They end: loops are short, and each turn counts.
type progGen struct {
	*rand.Rand
	b      strings.Builder
	indent int
	locals []string
	next   int
	loops  int
	depth  int
	inCo   bool
	varArg bool
}

func (g *progGen) line(format string, args ...any) {
	fmt.Fprintf(&g.b, "%s%s\n", strings.Repeat(" ", g.indent), fmt.Sprintf(format, args...))
}

func (g *progGen) fresh() string {
	g.next++
	return "v" + strconv.Itoa(g.next)
}

func (g *progGen) name() string {
	if len(g.locals) == 0 || g.Intn(12) == 0 {
		return "g" + strconv.Itoa(g.Intn(3))
	}
	// The youngest locals, mostly: they share registers with loops.
	if n := len(g.locals); n > 4 && g.Intn(3) > 0 {
		return g.locals[n-1-g.Intn(4)]
	}
	return g.locals[g.Intn(len(g.locals))]
}

func (g *progGen) num() string { return strconv.Itoa(g.Intn(7)) }

func (g *progGen) expr(d int) string {
	if d <= 0 {
		switch g.Intn(6) {
		case 0:
			return g.num()
		case 1:
			return []string{"nil", "true", "false", `"s"`, `""`}[g.Intn(5)]
		default:
			return g.name()
		}
	}
	switch g.Intn(19) {
	case 0, 1, 2:
		return g.expr(0)
	case 3:
		return "(" + g.expr(d-1) + " " + []string{"+", "-", "*"}[g.Intn(3)] + " " + g.expr(d-1) + ") % 1000"
	case 4, 5:
		return "(" + g.expr(d-1) + []string{" and ", " or "}[g.Intn(2)] + g.expr(d-1) + ")"
	case 6:
		return "(" + g.expr(d-1) + []string{" == ", " ~= ", " < ", " <= ", " > ", " >= "}[g.Intn(6)] + g.expr(d-1) + ")"
	case 7:
		return "not " + g.expr(d-1)
	case 8:
		return "(type(" + g.expr(d-1) + ") .. type(" + g.expr(d-1) + "))"
	case 9:
		return "{ " + g.expr(d-1) + ", " + g.expr(d-1) + ", k = " + g.expr(d-1) + " }"
	case 10:
		return "#{ " + g.num() + ", " + g.num() + " }"
	case 11:
		return "(function(...) return " + g.expr(d-1) + ", ... end)(" + g.expr(d-1) + ", " + g.expr(d-1) + ")"
	case 12:
		if g.varArg {
			return "select('#', ...)"
		}
		return "select('#', " + g.expr(d-1) + ", " + g.expr(d-1) + ")"
	case 13:
		va := g.varArg
		g.varArg = false
		e := g.expr(d - 1)
		g.varArg = va
		return "select(2, pcall(function() return " + e + " end))"
	case 14:
		return "tostring(" + g.expr(d-1) + ")"
	case 15:
		return "({ " + g.expr(d-1) + ", " + g.expr(d-1) + " })[" + strconv.Itoa(1+g.Intn(2)) + "]"
	case 16:
		if g.varArg {
			return "(...)"
		}
		return "#{ " + g.num() + ", k = tostring(" + g.expr(d-1) + ") }"
	case 17:
		return g.constructed(d)
	}
	return "(" + g.expr(d-1) + ")"
}

func (g *progGen) block(n int, body func()) {
	keep := len(g.locals)
	g.indent++
	g.depth++
	if body != nil {
		body()
	}
	for range n {
		g.stmt()
	}
	g.depth--
	g.indent--
	g.locals = g.locals[:keep]
}

func (g *progGen) size() int {
	if g.depth > 5 {
		return g.Intn(2)
	}
	return g.Intn(4)
}

// function writes a function's body, for which loops outside do not exist.
func (g *progGen) function(head string, params []string, varArg, co bool, tail string) {
	loops, inCo, va := g.loops, g.inCo, g.varArg
	g.loops, g.inCo, g.varArg = 0, co, varArg
	g.line("%s", head)
	g.block(1+g.size(), func() { g.locals = append(g.locals, params...); g.line("step()") })
	g.line("%s", tail)
	g.loops, g.inCo, g.varArg = loops, inCo, va
}

func (g *progGen) loop(head string, vars []string, tail string, first string) {
	g.line("%s", head)
	g.loops++
	g.block(g.size(), func() {
		if g.Intn(4) > 0 || strings.HasPrefix(head, "while") || head == "repeat" {
			g.line("step()")
		}
		if first != "" {
			g.line("%s", first)
		}
		g.locals = append(g.locals, vars...)
		if g.Intn(3) == 0 {
			g.closure()
		}
	})
	g.loops--
	g.line("%s", tail)
}

// closure makes a function over some locals, and keeps it for later.
func (g *progGen) closure() {
	a, b := g.name(), g.name()
	g.line("fs[#fs + 1] = function(x) step() local old = %s %s = x emit(%s, old) return old end", a, a, b)
}

// constructed is a value of a table whose fields are of all kinds, sometimes after a whole block of its list.
func (g *progGen) constructed(d int) string {
	before := 0
	if g.Intn(4) == 0 {
		before = 49 + g.Intn(3)
	}
	fields := strings.Repeat("0, ", before)
	for range g.Intn(4) {
		fields += []string{"", "k = ", "[" + g.num() + "] = "}[g.Intn(3)] + g.expr(d-1) + ", "
	}
	last := "unpack({ " + g.num() + ", " + g.expr(d-1) + " }, 1, 2)"
	if g.varArg && g.Intn(3) == 0 {
		last = "..."
	}
	fields += []string{"", "k = ", "[1] = "}[g.Intn(3)] + last
	return fmt.Sprintf("select(%d, ({ %s }).k or 'none', unpack({ %s }, %d, %d))", 1+g.Intn(6), fields, fields, before+1, before+5)
}

// iterator is a list of expressions for a loop over a table.
func (g *progGen) iterator() string {
	t := "{ " + g.expr(1) + ", " + g.num() + ", k = " + g.expr(1) + " }"
	return []string{
		"next, " + t, "next, " + t + ", nil", "next, (" + t + ")", "next, " + t + ", select(1, 1)", "next, " + t + ", (select(2, 1, 2, 3))",
		"pairs(" + t + ")", "next, select(2, 1, " + t + ")", "(next), select(2, 1, " + t + ", 1)", "(function() return next end)(), " + t,
		"(function() return pairs end)()(" + t + ")", "({ pairs })[1](" + t + ")", "unpack({ next, " + t + " })", "tostring(" + g.expr(1) + ")",
	}[g.Intn(13)]
}

func (g *progGen) stmt() {
	if g.depth > 7 {
		g.line("emit(%s)", g.expr(1))
		return
	}
	switch k := g.Intn(34); k {
	case 0, 1, 2:
		v := g.fresh()
		g.line("local %s = %s", v, g.expr(2))
		g.locals = append(g.locals, v)
	case 3:
		a, b := g.fresh(), g.fresh()
		g.line("local %s, %s = %s", a, b, g.expr(2))
		g.locals = append(g.locals, a, b)
	case 4, 5, 6:
		g.line("%s = %s", g.name(), g.expr(2))
	case 7:
		g.line("%s, %s = %s, %s", g.name(), g.name(), g.expr(1), g.expr(2))
	case 8, 9, 10:
		g.line("emit(%s, %s)", g.expr(2), g.name())
	case 11, 12:
		g.closure()
	case 13, 14:
		g.line("if #fs > 0 then emit(fs[1 + %s %% #fs](%s)) end", g.num(), g.expr(1))
	case 15, 16:
		g.line("if %s then", g.expr(2))
		g.block(g.size(), nil)
		if g.Intn(2) == 0 {
			g.line("elseif %s then", g.expr(1))
			g.block(g.size(), nil)
		}
		if g.Intn(2) == 0 {
			g.line("else")
			g.block(g.size(), nil)
		}
		g.line("end")
	case 17, 18:
		v := g.fresh()
		step := ""
		if g.Intn(3) == 0 {
			step = ", " + []string{"1", "2", "-1"}[g.Intn(3)]
		}
		g.loop(fmt.Sprintf("for %s = %s, %s%s do", v, g.num(), g.num(), step), []string{v}, "end", "")
	case 19:
		vars := []string{g.fresh(), g.fresh(), g.fresh()}[:1+g.Intn(3)]
		g.loop(fmt.Sprintf("for %s in %s do", strings.Join(vars, ", "), g.iterator()), vars, "end", "")
	case 20:
		k, v := g.fresh(), g.fresh()
		g.loop(fmt.Sprintf("for %s, %s in ipairs({ %s, %s, %s }) do", k, v, g.expr(1), g.num(), g.expr(1)), []string{k, v}, "end", "")
	case 21:
		v := g.fresh()
		g.loop("while "+g.expr(1)+" do", nil, "end", "local "+v+" = "+g.expr(1))
	case 22:
		v := g.fresh()
		g.loop("repeat", []string{v}, "until "+[]string{v, "not " + v, g.expr(1), v + " == " + g.name()}[g.Intn(4)], "local "+v+" = "+g.expr(1))
	case 23, 24:
		if g.loops > 0 {
			g.line("if %s then break end", g.expr(1))
		} else {
			g.line("do")
			g.block(g.size(), nil)
			g.line("end")
		}
	case 25:
		if g.loops > 0 && g.Intn(2) == 0 {
			g.line("do break end")
		} else {
			g.line("emit(%s)", g.expr(2))
		}
	case 26, 27:
		v, p := g.fresh(), g.fresh()
		g.locals = append(g.locals, v)
		g.function(fmt.Sprintf("local function %s(%s, ...)", v, p), []string{p}, true, false, "end")
		g.line("emit(pcall(%s, %s))", v, g.expr(1))
	case 28, 29:
		g.function("emit(pcall(function(...)", nil, true, false, "end, "+g.expr(1)+"))")
	case 30:
		g.line("if %s then error(%s) end", g.expr(1), []string{`"U1"`, `"U2", 0`, "nil", "{}", g.name()}[g.Intn(5)])
	case 31:
		f := g.fresh()
		g.function(fmt.Sprintf("local %s = coroutine.wrap(function(...)", f), nil, true, true, "end)")
		g.line("emit(pcall(%s, %s)) emit(pcall(%s, %s))", f, g.num(), f, g.expr(1))
	case 32:
		f := g.fresh()
		g.function(fmt.Sprintf("local %s = coroutine.create(function(...)", f), nil, true, true, "end)")
		g.line("for i = 1, %s do emit(coroutine.resume(%s, i, %s)) end emit(coroutine.status(%s))", g.num(), f, g.expr(1), f)
	case 33:
		switch {
		case g.inCo && g.Intn(3) == 0:
			g.line("do return coroutine.yield(%s) end", g.expr(1))
		case g.inCo:
			g.line("emit(coroutine.yield(%s, %s))", g.expr(1), g.name())
		case g.varArg && g.Intn(2) == 0:
			g.line("do return %s, ... end", g.expr(1))
		default:
			g.line("do return %s end", g.expr(2))
		}
	}
}

func randomProgram(seed int64) string {
	g := &progGen{Rand: rand.New(rand.NewSource(seed))}
	g.line("local fs = {}")
	for range 6 + g.Intn(14) {
		g.stmt()
	}
	g.line("for i = 1, #fs do emit(pcall(fs[i], i)) end")
	return g.b.String()
}

// TestSameAsStockLua runs random programs in our VM and in Debian's lua5.1. NLUA_DIFF_PROGRAMS says how many (2000; CI 10000),
// NLUA_DIFF_SEED from which seed on.
func TestSameAsStockLua(t *testing.T) {
	stock := stockPath(t)
	total, first := envInt("NLUA_DIFF_PROGRAMS", 2000), int64(envInt("NLUA_DIFF_SEED", 1))
	if testing.Short() || raceEnabled {
		total = min(total, 250)
	}
	const batch = 250
	differences := 0
	for done := 0; done < total && differences < 5; done += batch {
		var src strings.Builder
		src.WriteString(differentialDriver)
		for i := range min(batch, total-done) {
			seed := first + int64(done+i)
			fmt.Fprintf(&src, "run(%d, [==[\n%s]==])\n", seed, randomProgram(seed))
		}
		file := filepath.Join(t.TempDir(), "batch.lua")
		if err := os.WriteFile(file, []byte(src.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		want, err := exec.CommandContext(ctx, stock, file).CombinedOutput()
		cancel()
		if err != nil {
			t.Fatalf("lua5.1: %v\n%s", err, tail(want))
		}
		got, errOut, _ := runLua(t, "@batch.lua", src.String())
		if errOut != "" {
			t.Fatalf("seeds from %d: %s", first+int64(done), errOut)
		}
		theirs, ours := bytes.Split(want, []byte("\n")), strings.Split(got, "\n")
		for i := range min(len(theirs), len(ours)) {
			if string(theirs[i]) != ours[i] && differences < 5 {
				differences++
				seed, _, _ := strings.Cut(ours[i], "\t")
				n, _ := strconv.ParseInt(seed, 10, 64)
				t.Errorf("seed %s (%d lines; see TestShrinkDifference)\nstock: %s\nours:  %s", seed, strings.Count(randomProgram(n), "\n"),
					theirs[i], ours[i])
			}
		}
		if len(theirs) != len(ours) {
			t.Errorf("seeds from %d: %d lines, stock Lua has %d", first+int64(done), len(ours), len(theirs))
		}
	}
}

func tail(b []byte) []byte { return b[max(0, len(b)-2000):] }

func envInt(name string, def int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return def
}

// TestShrinkDifference shortens the program of NLUA_DIFF_SHRINK=seed while the two Luas differ, and prints it.
func TestShrinkDifference(t *testing.T) {
	seed := envInt("NLUA_DIFF_SHRINK", -1)
	if seed < 0 {
		t.Skip("a tool for a difference that was found: NLUA_DIFF_SHRINK=seed")
	}
	file := filepath.Join(t.TempDir(), "p.lua")
	both := func(lines []string) (theirs, ours string) {
		src := differentialDriver + "run(1, [==[\n" + strings.Join(lines, "\n") + "]==])\n"
		if err := os.WriteFile(file, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		b, err := exec.CommandContext(ctx, "lua5.1", file).CombinedOutput()
		if err != nil || bytes.Contains(b, []byte("does not compile")) {
			return "", ""
		}
		ours, _, _ = runLua(t, "@p.lua", src)
		return string(b), ours
	}
	lines := strings.Split(randomProgram(int64(seed)), "\n")
	for changed := true; changed; {
		changed = false
		for size := len(lines) / 2; size >= 1; size-- {
			for i := 0; i+size <= len(lines); i++ {
				less := append(append([]string{}, lines[:i]...), lines[i+size:]...)
				if a, b := both(less); a != b {
					lines, changed = less, true
					i--
				}
			}
		}
	}
	a, b := both(lines)
	t.Logf("stock: %sours:  %s\n%s", a, b, strings.Join(lines, "\n"))
}
