package host

import (
	"bytes"
	"io"
	"sync"
	"unicode/utf8"

	"github.com/chzyer/readline"
)

// pasting stands between the terminal and readline, which draws the whole line again for each letter: a pasted text of thousands would take
// it seconds. What comes at one time becomes one letter, pasted, and that the text, as soon as readline has put it into its line.
type pasting struct {
	io.ReadCloser
	asks func() bool // whether letters go into the line: not in a search

	mu    sync.Mutex
	texts []string
	esc   bool // the last byte began a sequence of a key
}

const (
	pasted   = '\uf8ff' // of private use: nobody types it
	longText = 16       // shorter texts are typed ahead
)

func (p *pasting) Read(b []byte) (n int, err error) {
	n, err = p.ReadCloser.Read(b)
	return p.shorten(b[:n]), err
}

// shorten replaces long texts in what was typed, and tells how long it is then.
func (p *pasting) shorten(b []byte) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	insert := p.asks() && !bytes.ContainsAny(b, "\x12\x13") // Ctrl-R and Ctrl-S begin a search
	out := b[:0]
	for i := 0; i < len(b); {
		j := i
		for j < len(b) && b[j] >= ' ' && b[j] != 0x7f {
			j++
		}
		// A letter may be cut in two.
		for i < j && !utf8.RuneStart(b[i]) {
			out = append(out, b[i])
			i++
		}
		for k := 1; k < utf8.UTFMax && j == len(b) && k <= j-i; k++ { // the same at the end
			if utf8.RuneStart(b[j-k]) {
				if !utf8.FullRune(b[j-k:]) {
					j -= k
				}
				break
			}
		}
		if insert && !p.esc && j-i >= longText {
			p.texts = append(p.texts, string(b[i:j]))
			out = utf8.AppendRune(out, pasted)
			i = j
		}
		j = max(j, min(i+1, len(b)))
		out = append(out, b[i:j]...)
		if i < j {
			p.esc = b[j-1] == 0x1b
		}
		i = j
	}
	return len(out)
}

// OnChange puts the text where its letter stands. It is readline's Listener.
func (p *pasting) OnChange(line []rune, pos int, key rune) ([]rune, int, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if key != pasted || len(p.texts) == 0 || pos < 1 || pos > len(line) || line[pos-1] != pasted {
		return nil, 0, false
	}
	text := []rune(p.texts[0])
	p.texts = p.texts[1:]
	whole := append(append(append([]rune(nil), line[:pos-1]...), text...), line[pos:]...)
	return whole, pos - 1 + len(text), true
}

var _ readline.Listener = (*pasting)(nil)
