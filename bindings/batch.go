package bindings

import (
	"context"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/request"
)

// batchOptions are what ipr:batch takes behind its function.
var batchOptions = []string{"stop"}

// batch is ipr:batch(function(b) ... end [, {stop = true}]): the methods of b are the object's verbs, which send nothing until the
// function returns, until a step names a link that an earlier one made, or until many wait. It returns a list with an entry for each
// step: its messages where it was echoed, else true.
func (s *Space) batch(L *lua.LState) int {
	a := args{L, "batch"}
	o := s.self(a)
	fn := a.fun(2)
	stop := false
	if t := a.optTable(3); t != nil {
		inOrder(t, func(k, v lua.LValue) {
			if k.String() != batchOptions[0] {
				a.fail("unknown option %q%s", k.String(), request.Suggest(k.String(), batchOptions))
			}
			stop = lua.LVAsBool(v)
		})
	}
	b := s.clientOf(L, o).NewBatch(stop)
	over := false
	_, err := s.vm.Call(L, fn, 0, s.batchObject(o, b, &over))
	over = true
	if err == nil {
		err = s.do(L, o, b.Flush)
	}
	if err != nil {
		s.endBatch(L, o, b)
		s.vm.Raise(L, err)
	}
	if err := b.Err(); err != nil {
		s.vm.Raise(L, err)
	}
	list := L.CreateTable(b.Len(), 0)
	for step := 1; step <= b.Len(); step++ {
		if messages := b.Reply(step); len(messages) > 0 {
			list.Append(s.list(L, messages))
		} else {
			list.Append(lua.LTrue)
		}
	}
	L.Push(list)
	return 1
}

// endBatch waits for what a failed batch has on its way. In a task that was interrupted what is not sent yet is not sent.
func (s *Space) endBatch(L *lua.LState, o *object, b *rtnl.Batch) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if s.do(L, o, func(ctx context.Context) error { b.Close(ctx); return nil }) != nil {
		cancel()
		b.Close(ctx)
	}
}

// addition is a step on its way into a batch. Later steps use it again.
type addition struct {
	object, verb string
	kw           codec.Table
	run          func(cancel <-chan struct{}) error
}

func newAddition(b *rtnl.Batch) *addition {
	step := &addition{}
	step.run = func(cancel <-chan struct{}) error { return b.Add(waiting(cancel), step.object, step.verb, step.kw) }
	return step
}

// mostKeywords is how many keywords most requests have at most.
const mostKeywords = 8

// errOver is what a batch or transaction says to who goes on using it.
func errOver(what string) error {
	return &request.Error{Request: what, Msg: "it is over: its function has returned"}
}

// batchObject is the b of a batch's function.
func (s *Space) batchObject(o *object, b *rtnl.Batch, over *bool) lua.LValue {
	methods := map[string]lua.LGFunction{}
	var room codec.Table // the batch keeps the keywords of many steps: they are made many at once
	var idle []*addition
	for _, name := range request.Names() {
		obj := request.ByName(name)
		methods[name] = func(L *lua.LState) int {
			if cap(room) < mostKeywords {
				room = make(codec.Table, 0, 32*mostKeywords)
			}
			verb, kw := s.verbArgs(args{L, name}, obj, room[:0:mostKeywords])
			if n := len(kw); n <= mostKeywords {
				kw, room = kw[:n:n], room[n:n]
			}
			if *over {
				s.vm.Raise(L, errOver("batch"))
			}
			if len(idle) == 0 {
				idle = append(idle, newAddition(b))
			}
			step := idle[len(idle)-1]
			idle = idle[:len(idle)-1]
			step.object, step.verb, step.kw = name, verb, kw
			err := s.run(L, o, step.run)
			idle = append(idle, step)
			if err != nil {
				s.vm.Raise(L, err)
			}
			return 0
		}
	}
	return &lua.LUserData{Value: b, Metatable: s.class("batch", methods)}
}
