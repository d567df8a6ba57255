package bindings

import "strings"

// token is a word of Lua text that need not be complete: what a person has typed so far.
type token struct {
	kind byte // 'n' name, 's' string, '#' number, or the character itself; "=" of "==" is 'e'
	text string
	at   int  // byte at which it begins; of a string, behind the quote
	open bool // a string without its end
}

// scan takes text apart. Comments are left out; one that the text ends in gives a token 'c'.
func scan(text string) (list []token) {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case isNameByte(c) && (c < '0' || c > '9'):
			start := i
			for i < len(text) && isNameByte(text[i]) {
				i++
			}
			list = append(list, token{kind: 'n', text: text[start:i], at: start})
		case c >= '0' && c <= '9':
			start := i
			for i < len(text) && (isNameByte(text[i]) || text[i] == '.') {
				i++
			}
			list = append(list, token{kind: '#', text: text[start:i], at: start})
		case strings.HasPrefix(text[i:], "--"):
			end := "\n"
			if level := longBracket(text[i+2:]); level >= 0 {
				end = "]" + strings.Repeat("=", level) + "]"
			}
			n := strings.Index(text[i:], end)
			if n < 0 {
				return append(list, token{kind: 'c', at: i, open: true})
			}
			i += n + len(end)
		case c == '"' || c == '\'':
			t := token{kind: 's', at: i + 1, open: true}
			for i++; i < len(text) && t.open; i++ {
				switch text[i] {
				case '\\':
					i++
				case c:
					t.open, t.text = false, text[t.at:i]
				}
			}
			if t.open {
				t.text = text[t.at:]
			}
			list = append(list, t)
		case c == '[' && longBracket(text[i:]) >= 0:
			level := longBracket(text[i:])
			t := token{kind: 's', at: i + level + 2}
			n := strings.Index(text[t.at:], "]"+strings.Repeat("=", level)+"]")
			if n < 0 {
				t.open, t.text = true, text[t.at:]
				return append(list, t)
			}
			t.text = text[t.at : t.at+n]
			list = append(list, t)
			i = t.at + n + level + 2
		case c == '=' && strings.HasPrefix(text[i:], "=="):
			list = append(list, token{kind: 'e', at: i})
			i += 2
		default:
			list = append(list, token{kind: c, at: i})
			i++
		}
	}
	return list
}

func isNameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// longBracket gives the level of "[[" or "[==[" at the beginning of text, -1 if there is none.
func longBracket(text string) int {
	if !strings.HasPrefix(text, "[") {
		return -1
	}
	level := 0
	for level+1 < len(text) && text[level+1] == '=' {
		level++
	}
	if level+1 < len(text) && text[level+1] == '[' {
		return level
	}
	return -1
}

// bracket is an opened '(', '{' or '[' around the end of some text.
type bracket struct {
	at    int // index of its token
	arg   int // how many commas stand behind it on its own level
	start int // index of the first token behind the last of these commas
}

// around gives the brackets that are open at the end, the outermost first.
func around(list []token) (open []bracket) {
	for i := range list {
		switch list[i].kind {
		case '(', '{', '[':
			open = append(open, bracket{at: i, start: i + 1})
		case ')', '}', ']':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case ',', ';':
			if len(open) > 0 {
				b := &open[len(open)-1]
				b.arg++
				b.start = i + 1
			}
		}
	}
	return open
}

// closed gives the index of the bracket that the one at i closes, -1 if there is none.
func closed(list []token, i int) int {
	depth := 0
	for ; i >= 0; i-- {
		switch list[i].kind {
		case ')', '}', ']':
			depth++
		case '(', '{', '[':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
