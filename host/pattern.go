package host

import (
	"errors"
	"strings"
)

// matcher matches one Lua pattern against one string, by the rules of the reference manual, 5.4.1. Positions count from 0.
type matcher struct {
	src, pat string
	level    int
	captures [32]capture
	depth    int
	steps    int
	task     *Task // for whose interrupts a long match looks
}

type capture struct {
	start, len int // len is one of the two below, or a length
}

const (
	captureOpen     = -1
	capturePosition = -2
)

// maxMatchDepth bounds the recursion of one match.
const maxMatchDepth = 200000

// patternError is what a malformed pattern panics with inside the matcher; match returns it.
type patternError string

func bad(text string) { panic(patternError(text)) }

// stepsPerLook is how many steps a match takes before it looks for interrupts: some patterns would take years.
const stepsPerLook = 1 << 16

// stepsPerInstruction is how many take about the time of an instruction.
const stepsPerInstruction = 4

// match tries to match at position s and returns the end, or -1.
func (m *matcher) match(s int) (end int, err error) {
	defer func() {
		if r := recover(); r != nil {
			switch r := r.(type) {
			case patternError:
				err = errors.New(string(r))
			case error:
				if r != errStop {
					panic(r)
				}
				err = errStop
			default:
				panic(r)
			}
		}
	}()
	m.level, m.depth = 0, 0
	return m.do(s, 0), nil
}

// do matches pat[p:] at src[s:] and returns the end of the match, or -1.
func (m *matcher) do(s, p int) int {
	if m.depth++; m.depth > maxMatchDepth {
		bad("pattern too complex")
	}
	end := m.rest(s, p)
	m.depth--
	return end
}

// tick counts one step of a match.
func (m *matcher) tick() {
	if m.steps++; m.steps%stepsPerLook == 0 {
		m.task.vm.goesOn()
		if u := m.task.vm.budget; u != nil {
			u.spend(stepsPerLook / stepsPerInstruction)
		}
		if m.task.tripped.Load() {
			panic(errStop)
		}
	}
}

// rest is do without its count.
func (m *matcher) rest(s, p int) int {
	for p < len(m.pat) {
		switch m.pat[p] {
		case '(':
			if p+1 < len(m.pat) && m.pat[p+1] == ')' {
				return m.open(s, p+2, capturePosition)
			}
			return m.open(s, p+1, captureOpen)
		case ')':
			return m.closeCapture(s, p+1)
		case '$':
			if p+1 == len(m.pat) {
				if s == len(m.src) {
					return s
				}
				return -1
			}
		case '%':
			if to, after, ok := m.escape(s, p); ok {
				if to < 0 {
					return -1
				}
				s, p = to, after
				continue
			}
		}
		end := m.classEnd(p)
		next := byte(0)
		if end < len(m.pat) {
			next = m.pat[end]
		}
		switch next {
		case '?':
			if m.single(s, p, end) {
				if r := m.do(s+1, end+1); r >= 0 {
					return r
				}
			}
			p = end + 1
		case '+':
			if !m.single(s, p, end) {
				return -1
			}
			return m.most(s+1, p, end)
		case '*':
			return m.most(s, p, end)
		case '-':
			return m.least(s, p, end)
		default:
			if !m.single(s, p, end) {
				return -1
			}
			s, p = s+1, end
		}
	}
	return s
}

// escape matches %b, %f and %0 to %9, none of which repeats, and returns the end of the match, or -1, and of what it is in the pattern;
// not ok is any other letter.
func (m *matcher) escape(s, p int) (to, after int, ok bool) {
	if p+1 == len(m.pat) {
		return 0, 0, false
	}
	switch c := m.pat[p+1]; {
	case c == 'b':
		return m.balance(s, p+2), p + 4, true
	case c == 'f':
		p += 2
		if p >= len(m.pat) || m.pat[p] != '[' {
			bad("missing '[' after '%f' in pattern")
		}
		end := m.classEnd(p)
		if m.inSet(m.at(s-1), p, end-1) || !m.inSet(m.at(s), p, end-1) {
			return -1, end, true
		}
		return s, end, true
	case c >= '0' && c <= '9':
		return m.backReference(s, c), p + 2, true
	}
	return 0, 0, false
}

// at is the byte at s, 0 beyond either end.
func (m *matcher) at(s int) byte {
	if s < 0 || s >= len(m.src) {
		return 0
	}
	return m.src[s]
}

// most matches as many of the class as it can, then the rest.
func (m *matcher) most(s, p, end int) int {
	n := 0
	for m.single(s+n, p, end) {
		n++
	}
	for ; n >= 0; n-- {
		if r := m.do(s+n, end+1); r >= 0 {
			return r
		}
	}
	return -1
}

// least matches as few of the class as it can, then the rest.
func (m *matcher) least(s, p, end int) int {
	for {
		if r := m.do(s, end+1); r >= 0 {
			return r
		}
		if !m.single(s, p, end) {
			return -1
		}
		s++
	}
}

func (m *matcher) open(s, p, what int) int {
	if m.level >= len(m.captures) {
		bad("too many captures")
	}
	m.captures[m.level] = capture{s, what}
	m.level++
	r := m.do(s, p)
	if r < 0 {
		m.level--
	}
	return r
}

func (m *matcher) closeCapture(s, p int) int {
	for l := m.level - 1; l >= 0; l-- {
		if m.captures[l].len == captureOpen {
			m.captures[l].len = s - m.captures[l].start
			r := m.do(s, p)
			if r < 0 {
				m.captures[l].len = captureOpen
			}
			return r
		}
	}
	bad("invalid pattern capture")
	return -1
}

// balance matches %bxy, of which x stands at p.
func (m *matcher) balance(s, p int) int {
	if p+1 >= len(m.pat) {
		bad("unbalanced pattern")
	}
	if s >= len(m.src) || m.src[s] != m.pat[p] {
		return -1
	}
	depth := 1
	for i := s + 1; i < len(m.src); i++ {
		m.tick()
		switch m.src[i] {
		case m.pat[p+1]:
			if depth--; depth == 0 {
				return i + 1
			}
		case m.pat[p]:
			depth++
		}
	}
	return -1
}

func (m *matcher) backReference(s int, digit byte) int {
	l := int(digit) - '1'
	if l < 0 || l >= m.level || m.captures[l].len == captureOpen {
		bad("invalid capture index")
	}
	c := m.captures[l]
	if c.len == capturePosition {
		return -1
	}
	text := m.src[c.start : c.start+c.len]
	if strings.HasPrefix(m.src[s:], text) {
		return s + len(text)
	}
	return -1
}

// classEnd is the position after the single-character class at p.
func (m *matcher) classEnd(p int) int {
	c := m.pat[p]
	p++
	switch c {
	case '%':
		if p >= len(m.pat) {
			bad("malformed pattern (ends with '%')")
		}
		return p + 1
	case '[':
		if p < len(m.pat) && m.pat[p] == '^' {
			p++
		}
		for first := true; first || p >= len(m.pat) || m.pat[p] != ']'; first = false {
			if p >= len(m.pat) {
				bad("malformed pattern (missing ']')")
			}
			if m.pat[p] == '%' {
				p++
				if p >= len(m.pat) {
					bad("malformed pattern (missing ']')")
				}
			}
			p++
		}
		return p + 1
	}
	return p
}

// single tells whether the byte at s is of the class pat[p:end].
func (m *matcher) single(s, p, end int) bool {
	m.tick()
	if s >= len(m.src) {
		return false
	}
	c := m.src[s]
	switch m.pat[p] {
	case '.':
		return true
	case '%':
		return inClass(c, m.pat[p+1])
	case '[':
		return m.inSet(c, p, end-1)
	}
	return m.pat[p] == c
}

// inSet tells whether c is in the set that opens at p and closes at end.
func (m *matcher) inSet(c byte, p, end int) bool {
	in := true
	p++
	if m.pat[p] == '^' {
		in = false
		p++
	}
	for ; p < end; p++ {
		switch {
		case m.pat[p] == '%':
			p++
			if inClass(c, m.pat[p]) {
				return in
			}
		case p+2 < end && m.pat[p+1] == '-':
			if m.pat[p] <= c && c <= m.pat[p+2] {
				return in
			}
			p += 2
		case m.pat[p] == c:
			return in
		}
	}
	return !in
}

// inClass tells whether c is in the class %class; an upper-case letter is the class's opposite.
func inClass(c, class byte) bool {
	var in bool
	switch class | 0x20 {
	case 'a':
		in = isAlpha(c)
	case 'c':
		in = c < 32 || c == 127
	case 'd':
		in = c >= '0' && c <= '9'
	case 'l':
		in = c >= 'a' && c <= 'z'
	case 'p':
		in = c > 32 && c < 127 && !isAlpha(c) && (c < '0' || c > '9')
	case 's':
		in = c == ' ' || c >= 9 && c <= 13
	case 'u':
		in = c >= 'A' && c <= 'Z'
	case 'w':
		in = isAlpha(c) || c >= '0' && c <= '9'
	case 'x':
		in = c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
	case 'z':
		in = c == 0
	default:
		return class == c
	}
	if !isAlpha(class) {
		return class == c
	}
	return in == (class >= 'a')
}

func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
