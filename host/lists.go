package host

import lua "github.com/yuin/gopher-lua"

// A constructor's list goes into its table in blocks of lua.FieldsPerFlush. gopher-lua v1.1.2 sets a full block once more after each field
// with a key that follows it, numbers a block of a call's results like the one before it where that was full, and gives blocks beyond
// maxBlock the number 0.
const maxBlock = 1<<9 - 1 // more does not fit into the instruction: the number is the word after it

// numberLists puts that right, in a function and all that are in it.
func numberLists(id string, p *lua.FunctionProto) error {
	var blocks [1 << 8]int // set so far, by the table's register
	for pc := 0; pc < len(p.Code); pc++ {
		switch i := decode(p.Code[pc]); i.op {
		case lua.OP_CLOSURE:
			pc += int(p.FunctionPrototypes[i.bx].NumUpvalues) // words that say where upvalues are
		case lua.OP_NEWTABLE:
			blocks[i.a] = 0
		case lua.OP_SETLIST:
			again := i.b == lua.FieldsPerFlush && setsField(p.Code[pc-1], i.a)
			if !again {
				blocks[i.a]++
			}
			number := blocks[i.a]
			switch {
			case i.c != 0 && again:
				p.Code[pc] = nop
			case i.c != 0 && number > maxBlock:
				return &SyntaxError{Source: id, Line: p.DbgSourcePositions[pc], Message: "constructor too long"}
			case i.c != 0:
				p.Code[pc] += uint32(number-i.c) << 9
			case again:
				p.Code[pc], p.Code[pc+1] = nop, nop
				pc++
			default:
				p.Code[pc+1] = uint32(number)
				pc++
			}
		}
	}
	for _, f := range p.FunctionPrototypes {
		if err := numberLists(id, f); err != nil {
			return err
		}
	}
	return nil
}

const nop = uint32(lua.OP_NOP) << 26

// setsField tells whether an instruction sets a field with a key, in the table of a register.
func setsField(inst uint32, table int) bool {
	i := decode(inst)
	return (i.op == lua.OP_SETTABLE || i.op == lua.OP_SETTABLEKS) && i.a == table
}
