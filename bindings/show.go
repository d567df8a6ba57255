package bindings

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/host"
	"nlua/rtnl"
)

// printer shows values to people: dumps and lists of messages as tables. It is host's Printer.
type printer struct{ s *Space }

// Print writes one value. Of a dump all messages are read.
func (p printer) Print(_ *host.VM, L *lua.LState, w io.Writer, v lua.LValue, width int, colour bool) (bool, error) {
	out := bufio.NewWriter(w)
	defer out.Flush()
	switch x := v.(type) {
	case *lua.LUserData:
		switch m := x.Value.(type) {
		case *message:
			p.s.tableOf(L, out, width, colour, []*message{m})
			return true, nil
		case *dump:
			var shown *lua.LTable // what _ is from now on, at the prompt: the dump itself has nothing left
			if global := p.s.vm.Globals(); global.RawGetString("_") == v {
				shown = L.NewTable()
				global.RawSetString("_", shown)
			}
			if rows := p.s.dumpTable(L, out, width, colour, m, shown); shown != nil && rows > keptRows {
				fmt.Fprintf(out, "_ has the first %d of %d\n", keptRows, rows)
			}
			return true, nil
		case *records:
			for _, record := range m.take() {
				fmt.Fprintln(out, p.s.inspect(record))
			}
			return true, nil
		case *monitor:
			return true, p.s.printEvents(L, out, width, m)
		}
	case *lua.LTable:
		if list := messagesOf(x); list != nil {
			p.s.tableOf(L, out, width, colour, list)
			return true, nil
		}
		fmt.Fprintln(out, p.s.inspect(v))
		return true, nil
	case *lua.LFunction:
		if f := fieldsOf(x); f != nil {
			return true, p.s.fieldsTable(L, out, width, colour, x, f)
		}
	}
	return false, nil
}

// keptRows is how many messages of a dump that was shown are kept for _: more are more than people look at, and take much memory.
const keptRows = 20000

// dumpTable writes what is left of a dump as a table, and puts what is kept of it into shown, which may be nil. It tells how many rows
// there were.
func (s *Space) dumpTable(L *lua.LState, w io.Writer, width int, colour bool, d *dump, shown *lua.LTable) (rows int) {
	var c *rtnl.Client
	if d.d != nil {
		c = d.d.Client()
	}
	s.table(w, s.linkNames(L, c), width, colour, func() *message {
		next, ok := s.pull(L, d)
		if !ok {
			return nil
		}
		m := newMessage(next)
		if rows++; shown != nil && rows <= keptRows {
			shown.Append(s.take(bytes.Clone(m.raw), m.of))
		}
		return m
	})
	return rows
}

// printEvents writes a line for each event, as they come.
func (s *Space) printEvents(L *lua.LState, out *bufio.Writer, width int, m *monitor) error {
	names, seen := s.linkNames(L, m.o.client), map[int]string{}
	for {
		e, ok := s.event(L, m, 0)
		if !ok {
			return nil
		}
		if name, index := nameIn(&e); name != "" {
			seen[index] = name
		}
		line := s.oneLine(newMessage(e), func(index int) string { return cmp.Or(seen[index], names(index)) })
		fmt.Fprintln(out, cut(line, width))
		if err := out.Flush(); err != nil {
			return err
		}
	}
}

// messagesOf gives a list of messages, nil for any other table.
func messagesOf(t *lua.LTable) (list []*message) {
	for i := 1; i <= t.Len(); i++ {
		ud, ok := t.RawGetInt(i).(*lua.LUserData)
		if !ok {
			return nil
		}
		m, ok := ud.Value.(*message)
		if !ok {
			return nil
		}
		list = append(list, m)
	}
	return list
}

// nameIn gives the name and the index of the link that a message is about, "" where it is about something else.
func nameIn(m *rtnl.Message) (name string, index int) {
	if m.Object() != "link" {
		return "", 0
	}
	v := m.View()
	n, _ := v.GetField("index")
	i, _ := n.(int64)
	text, _ := v.Get("ifname")
	name, _ = text.(string)
	return name, int(i)
}

// linkNames asks a client for the names of the links that it sees; nil: that of ipr.
func (s *Space) linkNames(L *lua.LState, of *rtnl.Client) func(int) string {
	known := map[int]string{}
	c := of
	if c == nil {
		if o := s.ipr.(*lua.LUserData).Value.(*object); !o.closed {
			c = s.clientOf(L, o)
		}
	}
	if c != nil {
		_ = s.vm.Wait(L, func(cancel <-chan struct{}) error { // without names it is "if3"
			ctx := waiting(cancel)
			req, err := c.Request(ctx, "link", "dump", nil)
			if err != nil {
				return err
			}
			links, err := c.Dump(ctx, req)
			if err != nil {
				return err
			}
			return links.Each(ctx, func(m rtnl.Message) error {
				if name, index := nameIn(&m); name != "" {
					known[index] = name
				}
				return nil
			})
		})
	}
	return func(index int) string { return known[index] }
}

// sampleRows is how many rows decide the widths of a table's columns: what comes later may be wider, and a table of any length is
// shown in constant memory.
const sampleRows = 256

// tableOf writes a list of messages as a table.
func (s *Space) tableOf(L *lua.LState, w io.Writer, width int, colour bool, list []*message) {
	s.table(w, s.linkNames(L, nil), width, colour, func() (m *message) {
		s.vm.Work(L, 1, 0) // Ctrl-C ends it
		if len(list) > 0 {
			m, list = list[0], list[1:]
		}
		return m
	})
}

// table writes messages as a table, until next gives nil. A change of object begins a new table.
func (s *Space) table(w io.Writer, link func(int) string, width int, colour bool, next func() *message) {
	var shown *layout
	rows := &sheet{w: w, width: width, colour: colour}
	for {
		m := next()
		if m == nil {
			rows.flush()
			return
		}
		l := layoutOf(m.of.Object())
		if l != shown {
			shown = l
			rows.begin(l)
		}
		t := &teller{s: s, m: m, link: link}
		if l == nil {
			fmt.Fprintln(w, cut(s.oneLine(m, link), width))
			continue
		}
		row := make([]string, len(l.columns))
		for i, c := range l.columns {
			row[i] = harmless(c.value(t))
		}
		rows.add(row)
	}
}

// sheet writes rows below titles. The first sampleRows of them say how wide the columns are.
type sheet struct {
	w      io.Writer
	width  int
	colour bool
	of     *layout
	rows   [][]string
	widths []int
}

// begin begins another table.
func (t *sheet) begin(of *layout) {
	t.flush()
	t.of, t.widths = of, nil
}

func (t *sheet) add(row []string) {
	if t.rows = append(t.rows, row); len(t.rows) >= sampleRows || t.widths != nil {
		t.flush()
	}
}

func (t *sheet) flush() {
	if len(t.rows) > 0 && t.widths == nil {
		t.widths = measure(t.of, t.rows)
		writeRow(t.w, titles(t.of, t.widths), t.widths, t.width, t.colour)
	}
	for _, row := range t.rows {
		writeRow(t.w, row, t.widths, t.width, false)
	}
	t.rows = nil
}

// measure gives each column's width, 0 for a column that is empty throughout.
func measure(l *layout, rows [][]string) []int {
	widths := make([]int, len(l.columns))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], textWidth(cell))
		}
	}
	for i, c := range l.columns {
		if widths[i] > 0 {
			widths[i] = max(widths[i], len(c.title))
		}
	}
	return widths
}

func titles(l *layout, widths []int) []string {
	row := make([]string, len(l.columns))
	for i, c := range l.columns {
		if widths[i] > 0 {
			row[i] = c.title
		}
	}
	return row
}

func writeRow(w io.Writer, row []string, widths []int, width int, bold bool) {
	var b strings.Builder
	for i, cell := range row {
		if widths[i] == 0 && cell == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("  ")
		}
		b.WriteString(cell)
		b.WriteString(strings.Repeat(" ", max(0, widths[i]-textWidth(cell))))
	}
	line := cut(strings.TrimRight(b.String(), " "), width)
	if bold {
		line = "\x1b[1m" + line + "\x1b[0m"
	}
	fmt.Fprintln(w, line)
}

// Show evaluates an expression and prints its values: -p.
func (s *Space) Show(expr string, asJSON bool) error {
	L := s.vm.L()
	proto, err := s.vm.Compile("=-p", strings.NewReader("return "+expr))
	if err != nil {
		return err
	}
	values, err := s.vm.Call(L, L.NewFunctionFromProto(proto), lua.MultRet)
	if err != nil {
		return ownTraceback(err)
	}
	width, colour := s.vm.Screen()
	_, err = s.vm.Call(L, L.NewFunction(func(L *lua.LState) int {
		for _, v := range values {
			if err := s.showOne(L, v, asJSON, width, colour); err != nil && !errors.Is(err, unix.EPIPE) {
				s.vm.Raise(L, err)
			}
		}
		return 0
	}), 0)
	return err
}

// ownTraceback leaves out a traceback that has nothing but the expression.
func ownTraceback(err error) error {
	var ce *host.CallError
	if errors.As(err, &ce) && !slices.ContainsFunc(strings.Split(ce.Traceback, "\n\t")[1:], func(line string) bool {
		return !strings.HasPrefix(line, "-p:1: in ") && !strings.HasPrefix(line, "[C]")
	}) {
		ce.Traceback = ""
	}
	return err
}

func (s *Space) showOne(L *lua.LState, v lua.LValue, asJSON bool, width int, colour bool) error {
	w := s.vm.Out()
	if asJSON {
		return s.showJSON(L, w, v)
	}
	handled, err := (printer{s}).Print(s.vm, L, w, v, width, colour)
	if err == nil && !handled {
		_, err = fmt.Fprintln(w, host.ToString(L, v))
	}
	return err
}

// showJSON writes a value on one line; a dump, a list of messages and an iterator one object a line.
func (s *Space) showJSON(L *lua.LState, w io.Writer, v lua.LValue) error {
	write := func(v lua.LValue) error {
		b, err := s.appendJSON(nil, v, 0)
		if err == nil {
			_, err = w.Write(append(b, '\n'))
		}
		return err
	}
	switch x := v.(type) {
	case *lua.LUserData:
		switch o := x.Value.(type) {
		case *monitor:
			for e, ok := s.event(L, o, 0); ok; e, ok = s.event(L, o, 0) {
				if err := write(s.wrap(e)); err != nil {
					return err
				}
			}
			return nil
		case *records:
			for _, record := range o.take() {
				if err := write(record); err != nil {
					return err
				}
			}
			return nil
		case *dump:
			for raw, of := s.pullWith(L, o, (*rtnl.Dump).Pop); raw != nil; raw, of = s.pullWith(L, o, (*rtnl.Dump).Pop) {
				if err := write(s.take(raw, of)); err != nil {
					return err
				}
			}
			return nil
		}
	case *lua.LTable:
		if list := messagesOf(x); list != nil {
			for i := range list {
				if err := write(x.RawGetInt(i + 1)); err != nil {
					return err
				}
			}
			return nil
		}
	case *lua.LFunction:
		for {
			row, err := s.vm.Call(L, x, lua.MultRet)
			if err != nil || len(row) == 0 || row[0] == lua.LNil {
				return err
			}
			b, err := s.appendRow(nil, row)
			if err != nil {
				return err
			}
			if _, err := w.Write(append(b, '\n')); err != nil {
				return err
			}
			if err := s.vm.Flush(); err != nil {
				return err
			}
		}
	}
	return write(v)
}

// appendRow writes what one turn of an iterator gives: an array where that is more than one value.
func (s *Space) appendRow(b []byte, row []lua.LValue) (_ []byte, err error) {
	if len(row) == 1 {
		return s.appendJSON(b, row[0], 0)
	}
	b = append(b, '[')
	for i, v := range row {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = s.appendJSON(b, v, 1); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}
