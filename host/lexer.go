package host

import (
	"fmt"
	"slices"
	"strings"
)

// tok is a kind of token: a single character stands for itself.
type tok int

const (
	tokName tok = 256 + iota
	tokNumber
	tokString
	tokConcat
	tokDots
	tokEq
	tokNe
	tokLe
	tokGe
	tokEOF
	tokAnd // the words from here on, in the order of words
)

var words = [...]string{"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not", "or",
	"repeat", "return", "then", "true", "until", "while"}

const (
	tokBreak = tokAnd + 1 + iota
	tokDo
	tokElse
	tokElseif
	tokEnd
	tokFalse
	tokFor
	tokFunction
	tokIf
	tokIn
	tokLocal
	tokNil
	tokNot
	tokOr
	tokRepeat
	tokReturn
	tokThen
	tokTrue
	tokUntil
	tokWhile
)

// String is the token as messages show it.
func (t tok) String() string {
	switch {
	case t >= tokAnd:
		return words[t-tokAnd]
	case t >= tokName:
		return [...]string{"<name>", "<number>", "<string>", "..", "...", "==", "~=", "<=", ">=", "<eof>"}[t-tokName]
	case t < ' ' || t == 127:
		return fmt.Sprintf("char(%d)", int(t))
	}
	return string([]byte{byte(t)})
}

// token is one token. at is where it begins in the source.
type token struct {
	kind tok
	text string // of names, numbers and strings, as messages show them
	at   int
}

// lexer takes the tokens of Lua 5.1 from source.
type lexer struct {
	src  string
	pos  int
	line int
	id   string // the chunk, as messages name it

	unusual []int // where what gopher-lua does not know so stands: "\f" and "\v" between words, the name "goto"
}

// fail raises what check returns: the parser stands many calls deep.
func (lx *lexer) fail(message, near string) {
	panic(&SyntaxError{Source: lx.id, Line: lx.line, Message: message, Near: near})
}

// peek is the character at a distance from here; 0 behind the end.
func (lx *lexer) peek(n int) byte {
	if lx.pos+n < len(lx.src) {
		return lx.src[lx.pos+n]
	}
	return 0
}

// newline steps over the end of a line, which two characters may make.
func (lx *lexer) newline() {
	c := lx.src[lx.pos]
	lx.pos++
	if d := lx.peek(0); (d == '\n' || d == '\r') && d != c {
		lx.pos++
	}
	lx.line++
}

func isWordByte(c byte) bool { return c == '_' || isDigit(c) || c|32 >= 'a' && c|32 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (lx *lexer) next() token {
	for lx.pos < len(lx.src) {
		c, at := lx.src[lx.pos], lx.pos
		is := func(kind tok, n int) token {
			lx.pos += n
			return token{kind: kind, at: at}
		}
		switch {
		case c == '\n' || c == '\r':
			lx.newline()
		case c == ' ' || c >= '\t' && c <= '\r':
			if c == '\f' || c == '\v' {
				lx.unusual = append(lx.unusual, at)
			}
			lx.pos++
		case c == '-' && lx.peek(1) == '-':
			lx.comment()
		case c == '-':
			return is('-', 1)
		case c == '[':
			if level, ok := lx.longLevel(); ok {
				return token{kind: tokString, text: lx.long(level, "unfinished long string"), at: at}
			} else if level > 0 {
				lx.fail("invalid long string delimiter", lx.src[at:at+1+level])
			}
			return is('[', 1)
		case c == '=' && lx.peek(1) == '=':
			return is(tokEq, 2)
		case c == '<' && lx.peek(1) == '=':
			return is(tokLe, 2)
		case c == '>' && lx.peek(1) == '=':
			return is(tokGe, 2)
		case c == '~' && lx.peek(1) == '=':
			return is(tokNe, 2)
		case c == '"' || c == '\'':
			return token{kind: tokString, text: lx.quoted(c), at: at}
		case c == '.' && lx.peek(1) == '.' && lx.peek(2) == '.':
			return is(tokDots, 3)
		case c == '.' && lx.peek(1) == '.':
			return is(tokConcat, 2)
		case isDigit(c) || c == '.' && isDigit(lx.peek(1)):
			return token{kind: tokNumber, text: lx.number(), at: at}
		case isWordByte(c):
			for isWordByte(lx.peek(0)) {
				lx.pos++
			}
			word := lx.src[at:lx.pos]
			if i := slices.Index(words[:], word); i >= 0 {
				return token{kind: tokAnd + tok(i), at: at}
			}
			return token{kind: tokName, text: word, at: at}
		default:
			return is(tok(c), 1)
		}
	}
	return token{kind: tokEOF, at: lx.pos}
}

// longLevel tells how many '=' stand behind the '[' here, and whether another '[' follows.
func (lx *lexer) longLevel() (level int, ok bool) {
	for lx.peek(1+level) == '=' {
		level++
	}
	return level, lx.peek(1+level) == '['
}

// long steps over a long bracket.
func (lx *lexer) long(level int, unfinished string) string {
	from := lx.pos
	lx.pos += 2 + level
	end := "]" + strings.Repeat("=", level) + "]"
	for lx.pos < len(lx.src) {
		switch c := lx.src[lx.pos]; {
		case c == '\n' || c == '\r':
			lx.newline()
		case c == ']' && strings.HasPrefix(lx.src[lx.pos:], end):
			lx.pos += len(end)
			return lx.src[from:lx.pos]
		case c == '[' && level == 0 && lx.peek(1) == '[':
			lx.pos++
			lx.fail("nesting of [[...]] is deprecated", "[")
		default:
			lx.pos++
		}
	}
	lx.fail(unfinished, "<eof>")
	return ""
}

func (lx *lexer) comment() {
	lx.pos += 2
	if lx.peek(0) == '[' {
		if level, ok := lx.longLevel(); ok {
			lx.long(level, "unfinished long comment")
			return
		}
	}
	for lx.pos < len(lx.src) && lx.src[lx.pos] != '\n' && lx.src[lx.pos] != '\r' {
		lx.pos++
	}
}

// escapes are letters, each with the character that it means behind a backslash.
const escapes = "a\ab\bf\fn\nr\rt\tv\v"

// quoted steps over a string. Its text has the quotes, and characters in place of escapes.
func (lx *lexer) quoted(quote byte) string {
	text := []byte{quote}
	lx.pos++
	for {
		if lx.pos == len(lx.src) {
			lx.fail("unfinished string", "<eof>")
		}
		c := lx.src[lx.pos]
		switch {
		case c == '\n' || c == '\r':
			lx.fail("unfinished string", string(text))
		case c == quote:
			lx.pos++
			return string(append(text, quote))
		case c != '\\':
			text = append(text, c)
			lx.pos++
			continue
		}
		lx.pos++
		switch c = lx.peek(0); {
		case lx.pos == len(lx.src):
		case c == '\n' || c == '\r':
			text = append(text, '\n')
			lx.newline()
		case isDigit(c):
			n := 0
			for i := 0; i < 3 && isDigit(lx.peek(0)); i++ {
				n = 10*n + int(lx.peek(0)-'0')
				lx.pos++
			}
			if n > 255 {
				lx.fail("escape sequence too large", string(text))
			}
			text = append(text, byte(n))
		default:
			if i := strings.IndexByte(escapes, c); i >= 0 && isWordByte(c) {
				c = escapes[i+1]
			}
			text = append(text, c)
			lx.pos++
		}
	}
}

func (lx *lexer) number() string {
	from := lx.pos
	for isDigit(lx.peek(0)) || lx.peek(0) == '.' {
		lx.pos++
	}
	if lx.peek(0)|32 == 'e' {
		lx.pos++
		if c := lx.peek(0); c == '+' || c == '-' {
			lx.pos++
		}
	}
	for isWordByte(lx.peek(0)) {
		lx.pos++
	}
	text := lx.src[from:lx.pos]
	if _, ok := ParseNumber(text); !ok {
		lx.fail("malformed number", text)
	}
	return text
}
