package host

import (
	lua "github.com/yuin/gopher-lua"
)

// instruction is one of gopher-lua's, taken apart.
type instruction struct{ op, a, b, c, bx int }

func decode(inst uint32) instruction {
	return instruction{op: int(inst >> 26), a: int(inst >> 18 & 0xff), b: int(inst & 0x1ff), c: int(inst >> 9 & 0x1ff), bx: int(inst & 0x3ffff)}
}

const (
	constantBit = 1 << 8      // of a register's number: it is a constant's
	jumpZero    = 1<<18/2 - 1 // what a jump by nothing is written as
)

// running is the instruction that a Lua function is at; false where a Go function runs.
func running(L *lua.LState) (p *lua.FunctionProto, pc int, ok bool) {
	dbg, ok := L.GetStack(0)
	if !ok {
		return nil, 0, false
	}
	return frameOf(dbg).at()
}

// at is the instruction that a frame of a Lua function is at.
func (f *callFrame) at() (p *lua.FunctionProto, pc int, ok bool) {
	if f == nil || f.Fn == nil || f.Fn.IsG || f.Pc < 1 {
		return nil, 0, false
	}
	return f.Fn.Proto, f.Pc - 1, true
}

// nameOf says what a register holds at an instruction, as the source calls it: "global 'x'", "field 'y'"; "" where that cannot be told. Of locals
// gopher-lua keeps no usable record but where they are called. What was put there on another line is not said: since then it may have been changed.
func nameOf(p *lua.FunctionProto, pc, reg int) string {
	at := setter(p, pc, reg)
	if at < 0 || p.DbgSourcePositions[at] != p.DbgSourcePositions[pc] {
		return ""
	}
	switch i := decode(p.Code[at]); i.op {
	case lua.OP_GETGLOBAL:
		return "global '" + p.Constants[i.bx].String() + "'"
	case lua.OP_GETTABLE, lua.OP_GETTABLEKS:
		return keyed("field", p, i.c)
	case lua.OP_SELF:
		return keyed("method", p, i.c)
	case lua.OP_GETUPVAL:
		if i.b < len(p.DbgUpvalues) {
			return "upvalue '" + p.DbgUpvalues[i.b] + "'"
		}
	case lua.OP_MOVE, lua.OP_MOVEN:
		for _, c := range p.DbgCalls {
			if c.Pc == pc && c.Name != "?" {
				return "local '" + c.Name + "'"
			}
		}
	}
	return ""
}

func keyed(kind string, p *lua.FunctionProto, key int) string {
	if key&constantBit == 0 {
		return ""
	}
	if s, ok := p.Constants[key&^constantBit].(lua.LString); ok {
		return kind + " '" + string(s) + "'"
	}
	return ""
}

// setter is the last instruction before another that writes a register, by the way that jumps forward leave open; -1 if there is none.
func setter(p *lua.FunctionProto, before, reg int) int {
	last := -1
	for pc := 0; pc < before; pc++ {
		i := decode(p.Code[pc])
		writes := i.a == reg
		switch i.op {
		case lua.OP_SETGLOBAL, lua.OP_SETUPVAL, lua.OP_SETTABLE, lua.OP_SETTABLEKS, lua.OP_EQ, lua.OP_LT, lua.OP_LE, lua.OP_TEST, lua.OP_RETURN,
			lua.OP_SETLIST, lua.OP_CLOSE, lua.OP_NOP:
			writes = false
		case lua.OP_LOADNIL:
			writes = i.a <= reg && reg <= i.b
		case lua.OP_SELF:
			writes = reg == i.a || reg == i.a+1
		case lua.OP_CALL, lua.OP_TAILCALL, lua.OP_VARARG:
			writes = reg >= i.a
		case lua.OP_TFORLOOP:
			writes = reg >= i.a+2
		case lua.OP_JMP, lua.OP_FORLOOP, lua.OP_FORPREP:
			writes = i.op != lua.OP_JMP && reg >= i.a && reg <= i.a+3
			if to := pc + 1 + i.bx - jumpZero; to > pc && to <= before {
				pc = to - 1
			}
		}
		if writes {
			last = pc
		}
	}
	return last
}
