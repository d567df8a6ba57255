package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync"
)

// collector says how much garbage the collector lets come together, where GOGC does not: as much as a program makes whose requests
// are many and whose memory is small, a fifth of whose time it would take otherwise. A loop over a large dump makes little else than
// garbage, and its memory is to stay small whatever comes: see spare.
type collector struct {
	mu      sync.Mutex
	percent int // of what lives; 0: not begun
	sparing bool
}

const (
	roomy = 16 << 20 // bytes of garbage, where little lives
	most  = 400      // percent of what lives, likewise: the runtime's least heap is 4 MiB
	least = 80       // percent, else. In the loop over a dump nlua stays below 16 MiB by it, half of which is the program's file.
)

// begin takes over from the runtime's own percent.
func (c *collector) begin() {
	if os.Getenv("GOGC") == "" {
		c.set(most)
		c.watch()
	}
}

// spare is said by who makes much garbage for long.
func (c *collector) spare() {
	if os.Getenv("GOGC") == "" {
		c.mu.Lock()
		c.sparing = true
		c.mu.Unlock()
		c.set(least)
	}
}

// set gives the runtime its percent, but to none who is sparing more than that.
func (c *collector) set(percent int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sparing {
		percent = least
	}
	if percent != c.percent {
		c.percent = percent
		debug.SetGCPercent(percent)
	}
}

// watch looks at what lives at the end of each cycle, when the object that it makes has died.
func (c *collector) watch() {
	runtime.AddCleanup(&struct{ _ *byte }{}, func(c *collector) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		c.mu.Lock()
		live, over := int(m.NextGC)/(100+c.percent)*100, c.sparing
		c.mu.Unlock()
		if !over {
			c.set(percentFor(live))
			c.watch()
		}
	}, c)
}

// percentFor is the percent for a heap of which so many bytes live, in steps of ten.
func percentFor(live int) int { return min(max(roomy*10/(live+1)*10, least), most) }
