package bindings

import "testing"

func TestTextWidth(t *testing.T) {
	for text, want := range map[string]int{"": 0, "eth0": 4, "é": 1, "e\u0301": 1, "漢字": 4, "ｱ": 1, "Ａ": 2, "한": 2, "🙂": 2, "\xff": 1} {
		if got := textWidth(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"abcdef", 0, "abcdef"}, {"abcdef", 6, "abcdef"}, {"abcdef", 5, "abcd…"}, {"漢字漢字", 8, "漢字漢字"}, {"漢字漢字", 7, "漢字漢…"}, {"漢字漢字", 6, "漢字…"}, {"abc", 1, "abc"}, {"e\u0301abc", 3, "e\u0301a…"},
	} {
		if got := cut(c.text, c.width); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.width, got, c.want)
		}
	}
	if got := harmless("v\x1b[31m\n\u009b"); got != `v\x1b[31m\x0a\x9b` {
		t.Errorf("%q", got)
	}
}
