package host

import (
	"strconv"
	"strings"
)

// parser goes through a chunk by Lua 5.1's grammar, for its errors alone: gopher-lua's parser makes the tree, but takes what is no Lua 5.1
// ("{1,,2}", "1e", ";;"), and says of most else that it is a syntax error.
type parser struct {
	lexer
	t, ahead token
	hasAhead bool
	lastLine int // of the token before t
	depth    int
	loops    int
	varArg   bool
}

// checkSyntax returns what is wrong with a chunk, and where its unusual characters are.
func checkSyntax(id, src string) (unusual []int, err *SyntaxError) {
	p := &parser{lexer: lexer{src: src, line: 1, id: id}, varArg: true}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *SyntaxError:
			err = r
			err.incomplete = err.Near == tokEOF.String() && err.Message != noLoop &&
				(err.Message != "unfinished string" || strings.HasSuffix(src, "\\"))
		default:
			panic(r)
		}
	}()
	p.advance()
	p.chunk()
	p.want(tokEOF)
	return p.unusual, nil
}

const noLoop = "no loop to break"

func (p *parser) advance() {
	p.lastLine = p.line
	if p.hasAhead {
		p.t, p.hasAhead = p.ahead, false
	} else {
		p.t = p.next()
	}
	if p.t.kind == tokName && p.t.text == "goto" {
		p.unusual = append(p.unusual, p.t.at)
	}
}

// wrong reports an error at the token of now.
func (p *parser) wrong(message string) {
	near := p.t.kind.String()
	if p.t.kind == tokName || p.t.kind == tokNumber || p.t.kind == tokString {
		near = p.t.text
	}
	p.fail(message, near)
}

func (p *parser) test(kind tok) bool {
	if p.t.kind != kind {
		return false
	}
	p.advance()
	return true
}

func (p *parser) want(kind tok) {
	if p.t.kind != kind {
		p.wrong("'" + kind.String() + "' expected")
	}
}

func (p *parser) take(kind tok) {
	p.want(kind)
	p.advance()
}

// closes takes the token that ends what began on a line.
func (p *parser) closes(kind, opened tok, line int) {
	if p.t.kind != kind && line != p.line {
		p.wrong("'" + kind.String() + "' expected (to close '" + opened.String() + "' at line " + strconv.Itoa(line) + ")")
	}
	p.take(kind)
}

func (p *parser) deeper() {
	if p.depth++; p.depth > maxLevels {
		p.fail("chunk has too many syntax levels", "")
	}
}

func (p *parser) blockEnds() bool {
	switch p.t.kind {
	case tokElse, tokElseif, tokEnd, tokUntil, tokEOF:
		return true
	}
	return false
}

func (p *parser) chunk() {
	p.deeper()
	for last := false; !last && !p.blockEnds(); {
		last = p.statement()
		p.test(';')
	}
	p.depth--
}

func (p *parser) loop() {
	p.loops++
	p.chunk()
	p.loops--
}

// statement tells whether it must be the last one of its block.
func (p *parser) statement() (last bool) {
	line := p.line
	opened := p.t.kind
	switch opened {
	case tokIf:
		p.branch()
		for p.t.kind == tokElseif {
			p.branch()
		}
		if p.test(tokElse) {
			p.chunk()
		}
		p.closes(tokEnd, opened, line)
	case tokWhile:
		p.advance()
		p.expr(0)
		p.take(tokDo)
		p.loop()
		p.closes(tokEnd, opened, line)
	case tokDo:
		p.advance()
		p.chunk()
		p.closes(tokEnd, opened, line)
	case tokFor:
		p.forLoop(line)
	case tokRepeat:
		p.advance()
		p.loop()
		p.closes(tokUntil, opened, line)
		p.expr(0)
	case tokFunction:
		p.advance()
		p.take(tokName)
		for p.test('.') {
			p.take(tokName)
		}
		if p.test(':') {
			p.take(tokName)
		}
		p.body(line)
	case tokLocal:
		p.local()
	case tokReturn:
		p.advance()
		if !p.blockEnds() && p.t.kind != ';' {
			p.exprs()
		}
		return true
	case tokBreak:
		p.advance()
		if p.loops == 0 {
			p.wrong(noLoop)
		}
		return true
	default:
		p.exprStatement()
	}
	return false
}

// branch is a condition and its block.
func (p *parser) branch() {
	p.advance()
	p.expr(0)
	p.take(tokThen)
	p.chunk()
}

func (p *parser) forLoop(line int) {
	p.advance()
	p.take(tokName)
	switch p.t.kind {
	case '=':
		p.advance()
		p.expr(0)
		p.take(',')
		p.expr(0)
		if p.test(',') {
			p.expr(0)
		}
	case ',', tokIn:
		for p.test(',') {
			p.take(tokName)
		}
		p.take(tokIn)
		p.exprs()
	default:
		p.wrong("'=' or 'in' expected")
	}
	p.take(tokDo)
	p.loop()
	p.closes(tokEnd, tokFor, line)
}

func (p *parser) local() {
	p.advance()
	if p.test(tokFunction) {
		p.take(tokName)
		p.body(p.line)
		return
	}
	p.take(tokName)
	for p.test(',') {
		p.take(tokName)
	}
	if p.test('=') {
		p.exprs()
	}
}

// body is a function from its parameters to its end.
func (p *parser) body(line int) {
	loops, varArg := p.loops, p.varArg
	p.loops, p.varArg = 0, false
	p.take('(')
	if p.t.kind != ')' {
		for more := true; more; more = !p.varArg && p.test(',') {
			switch {
			case p.test(tokName):
			case p.test(tokDots):
				p.varArg = true
			default:
				p.wrong("<name> or '...' expected")
			}
		}
	}
	p.take(')')
	p.chunk()
	p.closes(tokEnd, tokFunction, line)
	p.loops, p.varArg = loops, varArg
}

func (p *parser) exprStatement() {
	first := p.t
	if first.kind == ':' && p.peek(0) == ':' {
		p.wrong("unexpected symbol (the language is Lua 5.1, which has no labels)")
	}
	kind := p.primary()
	if kind == aVariable && first.text == "goto" && p.t.kind == tokName {
		p.wrong("'=' expected (the language is Lua 5.1, which has no goto)")
	}
	if kind == aCall {
		return
	}
	for {
		if kind != aVariable {
			p.wrong("syntax error")
		}
		if !p.test(',') {
			break
		}
		kind = p.primary()
	}
	p.take('=')
	p.exprs()
}

func (p *parser) exprs() {
	p.expr(0)
	for p.test(',') {
		p.expr(0)
	}
}

// binary has how strongly operators bind to their left and to their right; 0: none.
var binary = [...][2]int{
	'+': {6, 6}, '-': {6, 6}, '*': {7, 7}, '/': {7, 7}, '%': {7, 7}, '^': {10, 9}, tokConcat: {5, 4},
	tokNe: {3, 3}, tokEq: {3, 3}, '<': {3, 3}, tokLe: {3, 3}, '>': {3, 3}, tokGe: {3, 3}, tokAnd: {2, 2}, tokOr: {1, 1}, tokWhile: {},
}

const unaryBinds = 8

// expr is an expression of operators that bind more strongly than limit.
func (p *parser) expr(limit int) {
	p.deeper()
	switch p.t.kind {
	case tokNot, '-', '#':
		p.advance()
		p.expr(unaryBinds)
	default:
		p.simple()
	}
	for {
		binds := binary[p.t.kind]
		if binds[0] <= limit {
			break
		}
		p.advance()
		p.expr(binds[1])
	}
	p.depth--
}

func (p *parser) simple() {
	switch p.t.kind {
	case tokNumber, tokString, tokNil, tokTrue, tokFalse:
	case tokDots:
		if !p.varArg {
			p.wrong("cannot use '...' outside a vararg function")
		}
	case '{':
		p.constructor()
		return
	case tokFunction:
		p.advance()
		p.body(p.line)
		return
	default:
		p.primary()
		return
	}
	p.advance()
}

// What a primary expression is.
type primaryKind int

const (
	aVariable primaryKind = iota // can be assigned to
	aValue
	aCall
)

func (p *parser) primary() primaryKind {
	kind := aVariable
	switch line := p.line; {
	case p.test(tokName):
	case p.test('('):
		p.expr(0)
		p.closes(')', '(', line)
		kind = aValue
	default:
		p.wrong("unexpected symbol")
	}
	for {
		switch p.t.kind {
		case '.':
			p.advance()
			p.take(tokName)
			kind = aVariable
		case '[':
			p.index()
			kind = aVariable
		case ':':
			p.advance()
			p.take(tokName)
			p.arguments()
			kind = aCall
		case '(', '{', tokString:
			p.arguments()
			kind = aCall
		default:
			return kind
		}
	}
}

func (p *parser) index() {
	p.advance()
	p.expr(0)
	p.take(']')
}

func (p *parser) arguments() {
	line := p.line
	switch p.t.kind {
	case '(':
		if line != p.lastLine {
			p.wrong("ambiguous syntax (function call x new statement)")
		}
		p.advance()
		if p.t.kind != ')' {
			p.exprs()
		}
		p.closes(')', '(', line)
	case '{':
		p.constructor()
	case tokString:
		p.advance()
	default:
		p.wrong("function arguments expected")
	}
}

func (p *parser) constructor() {
	line := p.line
	p.take('{')
	for more := true; more && p.t.kind != '}'; more = p.test(',') || p.test(';') {
		switch {
		case p.t.kind == '[':
			p.index()
			p.take('=')
		case p.t.kind == tokName && p.lookAhead() == '=':
			p.advance()
			p.advance()
		}
		p.expr(0)
	}
	p.closes('}', '{', line)
}

// lookAhead is the kind of the token after this one.
func (p *parser) lookAhead() tok {
	if !p.hasAhead {
		p.ahead, p.hasAhead = p.next(), true
	}
	return p.ahead.kind
}
