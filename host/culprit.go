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
	return topFrame(L).at()
}

// at is the instruction that a frame of a Lua function is at.
func (f *callFrame) at() (p *lua.FunctionProto, pc int, ok bool) {
	if f == nil || f.Fn == nil || f.Fn.IsG || f.Pc < 1 {
		return nil, 0, false
	}
	return f.Fn.Proto, f.Pc - 1, true
}

// nameOf says what a register holds at an instruction, as the source calls it: "global 'x'", "field 'y'"; "" where that cannot be
// told. What was put there on another line is not said, but for locals: since then it may have been changed.
func nameOf(p *lua.FunctionProto, pc, reg int) string {
	if name := localOf(p, pc, reg); name != "" {
		return "local '" + name + "'"
	}
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
		if name := localOf(p, at, i.b); name != "" && name[0] != '(' && i.a == reg {
			return "local '" + name + "'"
		}
	}
	return ""
}

// localOf is the local that a register holds, where nothing was put there since its declaration: gopher-lua keeps where locals begin,
// not where they end, nor their registers. "" where that cannot be told.
func localOf(p *lua.FunctionProto, pc, reg int) string {
	if n := int(p.NumParameters); reg < n && n <= len(p.DbgLocals) && setter(p, pc, reg) < 0 {
		return p.DbgLocals[reg].Name
	}
	for i := len(p.DbgLocals) - 1; i >= int(p.NumParameters); i-- {
		start := p.DbgLocals[i].StartPc
		last := i
		for i > int(p.NumParameters) && p.DbgLocals[i-1].StartPc == start {
			i--
		}
		if start > pc || start < 1 {
			continue
		}
		base := declared(p, start, last-i)
		if base >= 0 && base <= reg && reg <= base+last-i {
			if setter(p, pc, reg) == setter(p, start, reg) {
				return p.DbgLocals[i+reg-base].Name
			}
			return ""
		}
	}
	return ""
}

// declared is the first register of a statement's locals, by the instruction before they begin; more is how many follow the first. -1
// where that instruction does not tell.
func declared(p *lua.FunctionProto, start, more int) int {
	switch i := decode(p.Code[start-1]); i.op {
	case lua.OP_LOADNIL:
		return i.b - more
	case lua.OP_CALL:
		return i.a + i.c - 2 - more
	case lua.OP_VARARG:
		return i.a + i.b - 2 - more
	case lua.OP_MOVE, lua.OP_LOADK, lua.OP_LOADBOOL, lua.OP_GETGLOBAL, lua.OP_GETUPVAL, lua.OP_GETTABLE, lua.OP_GETTABLEKS, lua.OP_NEWTABLE,
		lua.OP_ADD, lua.OP_SUB, lua.OP_MUL, lua.OP_DIV, lua.OP_MOD, lua.OP_POW, lua.OP_UNM, lua.OP_NOT, lua.OP_LEN, lua.OP_CONCAT:
		return i.a - more
	case lua.OP_FORPREP:
		return i.a + 3
	case lua.OP_JMP:
		if to := start + i.bx - jumpZero; to > start && to < len(p.Code) {
			if loop := decode(p.Code[to]); loop.op == lua.OP_TFORLOOP {
				return loop.a + 3
			}
		}
	}
	return -1
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
