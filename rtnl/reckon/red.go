// Package reckon has the arithmetic of tc(8): what it makes of its words before it asks the kernel, and, where a request has to be
// worded, the words of which it makes just that.
package reckon

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// TickNanos is the length of a tick of the packet scheduler: 1 << PSCHED_SHIFT, include/net/pkt_sched.h. The two first words of
// /proc/net/psched say it (0x3e8 and 0x40), and have done since Linux 2.6.32.
const TickNanos = 64

// Ticks is the time that size bytes take at rate bytes per second, rounded down but not to nothing.
func Ticks(rate, size uint64) uint64 {
	if rate == 0 || size == 0 {
		return 0
	}
	t := float64(size) / float64(rate) * (1e9 / TickNanos)
	return uint64(max(1, min(t, math.MaxUint32)))
}

// RED is what the averages of red, gred, choke and sfq are reckoned from. Lengths are in bytes, Bandwidth is in bytes per second.
type RED struct {
	Min, Max, AvPkt, Burst, Bandwidth uint64
	Probability                       float64
}

// Averages are what the kernel works with: the weight of the average and the slope of the probability as powers of two, and how the
// average decays while the queue is idle: shifts for 256 spans of idle time, 1 << CellLog ticks each.
type Averages struct {
	WLog, PLog, CellLog uint64
	Idle                []byte
}

// Averages reckons (Floyd and Jacobson's RED as include/net/red.h does it in fixed point).
func (r RED) Averages() (Averages, error) { return r.averages(Ticks(r.Bandwidth, r.AvPkt)) }

// averages is Averages with the ticks that a packet takes.
func (r RED) averages(ticks uint64) (a Averages, err error) {
	if a.WLog, err = r.wlog(); err != nil {
		return a, err
	}
	if a.PLog, err = r.plog(); err != nil {
		return a, err
	}
	decay := -math.Log(1-math.Pow(2, -float64(a.WLog))) / float64(ticks)
	for 31/decay/math.Pow(2, float64(a.CellLog)) >= 512 {
		if a.CellLog++; a.CellLog == 32 {
			return a, fmt.Errorf("bandwidth is too small")
		}
	}
	a.Idle = make([]byte, 256)
	for i := 1; i < 255; i++ {
		a.Idle[i] = byte(min(31, math.Pow(2, float64(a.CellLog))*float64(i)*decay))
	}
	a.Idle[255] = 31
	return a, nil
}

// wlog is the smallest weight 2^-wlog that lets a burst pass before the average reaches min.
func (r RED) wlog() (uint64, error) {
	room := float64(r.Burst) + 1 - float64(r.Min)/float64(r.AvPkt)
	if room < 1 {
		return 0, fmt.Errorf("burst %d is too small for min: want more than %d", r.Burst, r.Min/r.AvPkt)
	}
	for log := uint64(1); log < 32; log++ {
		w := math.Pow(2, -float64(log))
		if room <= (1-math.Pow(1-w, float64(r.Burst)))/w {
			return log, nil
		}
	}
	return 0, fmt.Errorf("burst %d is too small", r.Burst)
}

func (r RED) plog() (log uint64, err error) {
	if r.Max < r.Min {
		return 0, fmt.Errorf("max is below min")
	}
	if r.Max > r.Min {
		for p := r.Probability / float64(r.Max-r.Min); p <= 1; p *= 2 {
			if log++; log == 32 {
				return 0, fmt.Errorf("probability %v is too small", r.Probability)
			}
		}
	}
	return log, nil
}

// MaxP is the probability as the kernel has it, of 2^32.
func (r RED) MaxP() uint64 { return uint64(min(r.Probability*(1<<32), math.MaxUint32)) }

// Usual sizes of packets, and speeds of links.
var (
	packets = []uint64{1000, 500, 1500, 250, 125, 2000, 64, 4000, 8000, 16000, 32000}
	speeds  = []uint64{10e6, 100e6, 1e9, 1e6, 10e9, 2e6, 5e6, 20e6, 50e6, 200e6, 500e6, 512e3, 256e3, 128e3, 64e3}
)

// REDOf finds what averages are reckoned from by tc, which takes times in whole microseconds; false where that gives others. The
// thresholds are in packets where inPackets is set. Where there is no table for idle time, Bandwidth is 0.
func REDOf(low, high uint64, inPackets bool, maxP uint64, a Averages) (RED, bool) {
	for _, size := range packets {
		scale := uint64(1)
		if inPackets {
			scale = size
		}
		r := RED{Min: low * scale, Max: high * scale, AvPkt: size, Probability: probability(maxP)}
		plog, err := r.plog()
		if err != nil || plog != a.PLog || !r.findBurst(a.WLog) {
			continue
		}
		if a.Idle == nil || r.findBandwidth(a) {
			return r, true
		}
	}
	return RED{}, false
}

// probability is the shortest number of which tc makes maxP.
func probability(maxP uint64) float64 {
	exact := float64(maxP) / (1 << 32)
	for digits := 1; digits < 17; digits++ {
		p, _ := strconv.ParseFloat(strconv.FormatFloat(exact, 'g', digits, 64), 64)
		if p < 1 && uint64(p*(1<<32)) == maxP {
			return p
		}
	}
	return exact
}

// findBurst looks for a burst that gives a weight: what tc takes by itself, or the smallest one. The weight grows with the burst.
func (r *RED) findBurst(wlog uint64) bool {
	has := func(burst uint64) bool {
		r.Burst = burst
		log, err := r.wlog()
		return err == nil && log == wlog
	}
	if has((2*r.Min + r.Max) / (3 * r.AvPkt)) {
		return true
	}
	low, high := (r.Min+r.AvPkt-1)/r.AvPkt, uint64(1<<30)
	for low < high {
		r.Burst = low + (high-low)/2
		if log, err := r.wlog(); err != nil || log >= wlog {
			high = r.Burst
		} else {
			low = r.Burst + 1
		}
	}
	return has(low)
}

// findBandwidth looks for a speed that gives a table for idle time.
func (r *RED) findBandwidth(a Averages) bool {
	if a.CellLog >= 24 { // too much for the 32 bits in which tc 6.1 reckons
		return false
	}
	has := func(bandwidth uint64) bool {
		r.Bandwidth = bandwidth
		if bandwidth == 0 {
			return false
		}
		us := math.Floor(1e6 * float64(r.AvPkt) / float64(bandwidth))
		got, err := r.averages(uint64(us * 1000 / TickNanos))
		return err == nil && us > 0 && got.CellLog == a.CellLog && slices.Equal(got.Idle, a.Idle)
	}
	for _, bits := range speeds {
		if has(bits / 8) {
			return true
		}
	}
	// Each entry of the table says between what the decay of a tick lies.
	low, high := 0.0, math.Inf(1)
	for i := 1; i < 255 && i < len(a.Idle) && a.Idle[i] < 31; i++ {
		span := float64(i) * math.Pow(2, float64(a.CellLog))
		low, high = max(low, float64(a.Idle[i])/span), min(high, float64(a.Idle[i]+1)/span)
	}
	decay := -math.Log(1 - math.Pow(2, -float64(a.WLog)))
	from, to := decay/high*TickNanos/1000, decay/low*TickNanos/1000
	if !(to < 1e9) {
		return false
	}
	for us := math.Floor((from + to) / 2); us <= to+1; us++ {
		if has(uint64(1e6 * float64(r.AvPkt) / us)) {
			return true
		}
	}
	for us := math.Floor((from + to) / 2); us >= max(from-1, 1); us-- {
		if has(uint64(1e6 * float64(r.AvPkt) / us)) {
			return true
		}
	}
	return false
}
