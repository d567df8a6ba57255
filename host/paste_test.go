package host

import (
	"math/rand"
	"strings"
	"testing"
)

// TestPasting cuts texts at random, and puts them together again as readline does.
func TestPasting(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	parts := []string{"a", "é", "漢", "🙂", "\x1b[A", "\r", "\t", "0123456789abcdefghij", "ü ", "\x7f"}
	for range 2000 {
		p := &pasting{asks: func() bool { return true }}
		var text strings.Builder
		for range r.Intn(40) {
			text.WriteString(parts[r.Intn(len(parts))])
		}
		want, got := text.String(), ""
		var line []rune
		var raw []byte
		for b := []byte(want); len(b) > 0; {
			n := 1 + r.Intn(len(b))
			chunk := append([]byte(nil), b[:n]...)
			raw = append(raw, chunk[:p.shorten(chunk)]...)
			b = b[n:]
		}
		for i := 0; i < len(raw); {
			if strings.HasPrefix(string(raw[i:]), string(pasted)) {
				line = append(line[:0], pasted)
				whole, pos, ok := p.OnChange(line, 1, pasted)
				if !ok || pos != len(whole) {
					t.Fatalf("%q: nothing is pasted", want)
				}
				got += string(whole)
				i += len(string(pasted))
				continue
			}
			got += string(raw[i : i+1])
			i++
		}
		if want != got {
			t.Fatalf("%q became %q", want, got)
		}
	}
}
