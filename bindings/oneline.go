package bindings

import (
	"strings"
)

// oneLine is tostring(m): one line, without asking the kernel anything.
func (s *Space) oneLine(m *message) string {
	var b strings.Builder
	b.WriteString(m.Event())
	for _, p := range m.Table() {
		if text, ok := p.Value.(string); ok {
			b.WriteString(" " + p.Name + " " + text)
		}
	}
	return b.String()
}
