package bindings

import (
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl/gate"
	"nlua/rtnl/nl"
)

// openDryRun puts dry_run into nlua.
func (s *Space) openDryRun() {
	s.vm.Module().RawSetString("dry_run", s.vm.L().NewFunction(s.startDryRun))
}

// startDryRun is nlua.dry_run(): what --dry-run is, from here on, for the whole VM; but the lines are kept. It returns a function that
// gives those written so far, as a list. It raises when an object is open: its sockets would still change things.
func (s *Space) startDryRun(L *lua.LState) int {
	a := args{L, "dry_run"}
	for o := range s.open.all() {
		if o.client != nil {
			a.fail("%s is open already: call this first", o.class.name)
		}
	}
	lines := &lineKeeper{}
	f := &s.opts.safety
	if f.dry != nil {
		f.dry.Redirect(lines)
	} else {
		f.dryRun, f.dry = true, gate.NewDryRun(lines, s.db)
		gates := nl.Gates{f.dry}
		if s.opts.Gate != nil {
			gates = append(gates, s.opts.Gate)
		}
		s.opts.Gate = gates
		if err := f.lock(s.vm.Config()); err != nil {
			s.vm.Raise(L, err)
		}
	}
	L.Push(L.NewFunction(func(L *lua.LState) int {
		list := L.NewTable()
		for _, line := range lines.list() {
			list.Append(lua.LString(line))
		}
		L.Push(list)
		return 1
	}))
	return 1
}

// lineKeeper keeps what is written to it. Any goroutine may write.
type lineKeeper struct {
	mu   sync.Mutex
	text strings.Builder
}

func (k *lineKeeper) Write(b []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.text.Write(b)
}

func (k *lineKeeper) list() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.text.Len() == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(k.text.String(), "\n"), "\n")
}
