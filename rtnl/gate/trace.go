package gate

import (
	"fmt"
	"io"
	"sync"
	"time"

	"nlua/rtnl/nl"
)

// Trace writes each message that is sent (">") and received ("<") as a line.
type Trace struct {
	mu    sync.Mutex
	w     io.Writer
	began time.Time
}

// NewTrace writes to w; times count from now.
func NewTrace(w io.Writer) *Trace { return &Trace{w: w, began: time.Now()} }

// Send lets everything pass.
func (t *Trace) Send(nl.Message) nl.Verdict { return nl.Verdict{} }

// Sent writes a line.
func (t *Trace) Sent(m nl.Message) { t.line(">", m) }

// Received writes a line.
func (t *Trace) Received(m nl.Message) { t.line("<", m) }

func (t *Trace) line(way string, m nl.Message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(t.w, "%9.6f %s %s\n", time.Since(t.began).Seconds(), way, Text(m))
}
