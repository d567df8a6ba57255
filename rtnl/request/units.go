package request

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/reckon"
)

// unit is a suffix and what one of it is worth in the quantity's own unit: num/den.
type unit struct {
	suffix   string
	num, den uint64
}

// rateUnits are bytes per second: iproute2 and pyroute2 agree that "bit" is 1/8 of one, that "kbit" is 1000 of those, "kibit" 1024,
// and that "bps" is bytes. A text without a suffix is bits; a number is bytes.
var rateUnits = []unit{
	{"", 1, 8}, {"bit", 1, 8}, {"bps", 1, 1},
	{"kbit", 1e3, 8}, {"mbit", 1e6, 8}, {"gbit", 1e9, 8}, {"tbit", 1e12, 8},
	{"kibit", 1 << 10, 8}, {"mibit", 1 << 20, 8}, {"gibit", 1 << 30, 8}, {"tibit", 1 << 40, 8},
	{"kbps", 1e3, 1}, {"mbps", 1e6, 1}, {"gbps", 1e9, 1}, {"tbps", 1e12, 1},
	{"kibps", 1 << 10, 1}, {"mibps", 1 << 20, 1}, {"gibps", 1 << 30, 1}, {"tibps", 1 << 40, 1},
}

// sizeUnits are bytes; all prefixes are powers of 1024, as in tc(8).
var sizeUnits = []unit{
	{"", 1, 1}, {"b", 1, 1}, {"k", 1 << 10, 1}, {"kb", 1 << 10, 1}, {"m", 1 << 20, 1}, {"mb", 1 << 20, 1}, {"g", 1 << 30, 1}, {"gb", 1 << 30, 1},
	{"bit", 1, 8}, {"kbit", 1 << 10, 8}, {"mbit", 1 << 20, 8}, {"gbit", 1 << 30, 8},
}

// timeUnits are nanoseconds: those of tc(8), and min and h.
var timeUnits = []unit{
	{"s", 1e9, 1}, {"sec", 1e9, 1}, {"secs", 1e9, 1},
	{"ms", 1e6, 1}, {"msec", 1e6, 1}, {"msecs", 1e6, 1},
	{"us", 1e3, 1}, {"usec", 1e3, 1}, {"usecs", 1e3, 1},
	{"ns", 1, 1}, {"nsec", 1, 1}, {"nsecs", 1, 1}, {"min", 60e9, 1}, {"h", 3600e9, 1},
}

// hintNanos gives the nanoseconds in one of what a row with this hint counts, 0 for hints that are no time.
func hintNanos(h codec.Hint) uint64 {
	switch h {
	case codec.Seconds:
		return 1e9
	case codec.Millis:
		return 1e6
	case codec.Micros:
		return 1e3
	case codec.Nanos:
		return 1
	case codec.Ticks:
		return reckon.TickNanos
	case codec.CentiSec:
		return 1e7
	}
	return 0
}

// inUnit turns a text with a unit into the number that a row with this hint carries: "10mbit" to bytes per second, "1k" to bytes,
// "20ms" to the row's own unit, "1%" to its fraction of 2^32, "1:10" to a handle. Numbers, and values of hints without units, come
// back as they are. A text of digits alone counts in the row's own unit, but bits per second for rates.
func inUnit(h codec.Hint, v any) (any, error) {
	s, ok := v.(string)
	if !ok {
		return v, nil
	}
	switch h {
	case codec.Rate:
		return parseUnit("rate", s, rateUnits)
	case codec.Size:
		return parseUnit("size", s, sizeUnits)
	case codec.Percent:
		return parsePercent(s)
	case codec.Handle:
		return parseHandle(s)
	}
	if own := hintNanos(h); own != 0 {
		ns, err := parseTime(s, own)
		if err != nil {
			return nil, err
		}
		return ns / int64(own), nil
	}
	return v, nil
}

// parseTime reads a time such as "1.5s", "20ms" or "-3us" into nanoseconds. Digits alone count bare nanoseconds each.
func parseTime(s string, bare uint64) (int64, error) {
	t, neg := strings.CutPrefix(strings.TrimSpace(s), "-")
	units := append([]unit{{"", bare, 1}}, timeUnits...)
	ns, err := parseUnit("time", t, units)
	if err != nil {
		return 0, err
	}
	if ns > math.MaxInt64 {
		return 0, fmt.Errorf("time %q is too long", s)
	}
	if neg {
		return -int64(ns), nil
	}
	return int64(ns), nil
}

// parsePercent reads "1%", or "1", into a fraction of 2^32 - 1, as netem and its kin carry probabilities.
func parsePercent(s string) (uint64, error) {
	f, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%")), 64)
	if err != nil || math.IsNaN(f) || f < 0 || f > 100 {
		return 0, fmt.Errorf("percentage %q is not a number between 0 and 100", s)
	}
	return percent32(f), nil
}

// percent32 is the fraction of 2^32 - 1 for a percentage between 0 and 100.
func percent32(pct float64) uint64 { return uint64(math.Round(pct / 100 * math.MaxUint32)) }

// parseHandle reads a handle of the traffic control: "maj:min" with hexadecimal halves that may be empty, or one of the words
// "root", "none", "ingress", "clsact". Digits alone are the whole handle, hexadecimal too, as in tc(8).
func parseHandle(s string) (uint64, error) {
	t := strings.ToLower(strings.TrimSpace(s))
	switch t {
	case "root":
		return 0xFFFFFFFF, nil // TC_H_ROOT
	case "none":
		return 0, nil
	case "ingress", "clsact":
		return 0xFFFFFFF1, nil // TC_H_INGRESS, TC_H_CLSACT
	}
	maj, mnr, colon := strings.Cut(t, ":")
	if !colon {
		n, err := strconv.ParseUint(strings.TrimPrefix(t, "0x"), 16, 32)
		if err != nil {
			return 0, fmt.Errorf("handle %q is neither a hexadecimal number nor \"maj:min\"", s)
		}
		return n, nil
	}
	var n uint64
	for _, half := range [2]string{maj, mnr} {
		var h uint64
		if half != "" {
			var err error
			if h, err = strconv.ParseUint(half, 16, 16); err != nil {
				return 0, fmt.Errorf("handle %q: %q is no hexadecimal number up to ffff", s, half)
			}
		}
		n = n<<16 | h
	}
	return n, nil
}

// parseUnit reads a number with a suffix, in any case. Integers are exact; with a fraction the result is rounded down.
func parseUnit(what, s string, units []unit) (uint64, error) {
	t := strings.ToLower(strings.TrimSpace(s))
	end := len(t)
	for i := range len(t) {
		if c := t[i]; (c < '0' || c > '9') && c != '.' {
			end = i
			break
		}
	}
	digits, suffix := t[:end], strings.TrimSpace(t[end:])
	if digits == "" || digits == "." || strings.Count(digits, ".") > 1 {
		return 0, fmt.Errorf("%s %q does not begin with a number", what, s)
	}
	for _, u := range units {
		if u.suffix != suffix {
			continue
		}
		if n, err := strconv.ParseUint(digits, 10, 64); err == nil && (n == 0 || u.num <= math.MaxUint64/n) {
			return n * u.num / u.den, nil
		}
		f, err := strconv.ParseFloat(digits, 64)
		f = f * float64(u.num) / float64(u.den)
		if err != nil || f >= 1<<64 {
			return 0, fmt.Errorf("%s %q is too large", what, s)
		}
		return uint64(f), nil
	}
	return 0, fmt.Errorf("%s %q: unknown unit %q, known are %s", what, s, suffix, suffixes(units))
}

// suffixes lists units for an error.
func suffixes(units []unit) string {
	var names []string
	for _, u := range units {
		if u.suffix != "" {
			names = append(names, u.suffix)
		}
	}
	return strings.Join(names, " ")
}
