package bindings

import (
	"fmt"
	"strings"
	"unicode"
)

// wide are the letters that take two columns on a terminal: East Asian ones, and pictures.
var wide = [...]struct{ first, last rune }{
	{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf}, {0x4e00, 0xa4cf}, {0xa960, 0xa97c}, {0xac00, 0xd7a3}, {0xf900, 0xfaff},
	{0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
}

// columnsOf is how many columns of a terminal a letter takes.
func columnsOf(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	for _, w := range wide {
		if w.first <= r && r <= w.last {
			return 2
		}
	}
	return 1
}

// textWidth is how many columns of a terminal a text takes.
func textWidth(text string) (n int) {
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

// cut shortens a line to a terminal's width; 0: no terminal.
func cut(line string, width int) string {
	if width <= 1 || len(line) <= width || textWidth(line) <= width {
		return line
	}
	n := 0
	for i, r := range line {
		if n += columnsOf(r); n > width-1 {
			return line[:i] + "…"
		}
	}
	return line
}

// harmless shows what would talk to a terminal: names of links and their like are others' to choose.
func harmless(text string) string {
	if strings.IndexFunc(text, unicode.IsControl) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) {
			fmt.Fprintf(&b, "\\x%02x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
