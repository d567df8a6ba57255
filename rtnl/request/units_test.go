package request

import (
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

func TestUnit(t *testing.T) {
	for _, c := range []struct {
		hint codec.Hint
		in   any
		want any
	}{
		{codec.Rate, "220kbit", uint64(27500)},
		{codec.Rate, "10Mbit", uint64(1250000)},
		{codec.Rate, "1.5gbit", uint64(187500000)},
		{codec.Rate, "8Kibit", uint64(1024)},
		{codec.Rate, "1mbps", uint64(1000000)},
		{codec.Rate, "1MiBps", uint64(1 << 20)},
		{codec.Rate, "8000", uint64(1000)},
		{codec.Rate, int64(8000), int64(8000)},
		{codec.Rate, "100tbit", uint64(12500000000000)},
		{codec.Size, "1k", uint64(1024)},
		{codec.Size, "1.5mb", uint64(3 << 19)},
		{codec.Size, "10kbit", uint64(1280)},
		{codec.Size, "1500", uint64(1500)},
		{codec.Micros, "20ms", int64(20000)},
		{codec.Micros, "7", int64(7)},
		{codec.Millis, "1.5s", int64(1500)},
		{codec.Nanos, "-3us", int64(-3000)},
		{codec.Ticks, "1ms", int64(15625)},
		{codec.CentiSec, "1s", int64(100)},
		{codec.Seconds, "1h", int64(3600)}, {codec.Millis, "1.5min", int64(90000)},
		{codec.Percent, "100%", uint64(0xFFFFFFFF)},
		{codec.Percent, "50 %", uint64(0x80000000)},
		{codec.Handle, "1:10", uint64(0x10010)},
		{codec.Handle, "ffff:fff2", uint64(0xFFFFFFF2)},
		{codec.Handle, ":1", uint64(1)},
		{codec.Handle, "1:", uint64(0x10000)},
		{codec.Handle, "root", uint64(0xFFFFFFFF)},
		{codec.Handle, "0x10", uint64(16)},
		{codec.Handle, "10", uint64(16)},
		{codec.NoHint, "1k", "1k"},
	} {
		if got, err := inUnit(c.hint, c.in); err != nil || got != c.want {
			t.Errorf("inUnit(%d, %v) = %v (%T), %v; want %v (%T)", c.hint, c.in, got, got, err, c.want, c.want)
		}
	}
}

func TestUnitErrors(t *testing.T) {
	for _, c := range []struct {
		hint codec.Hint
		in   string
		want string
	}{
		{codec.Rate, "10xbit", `unknown unit "xbit"`},
		{codec.Rate, "fast", "does not begin with a number"},
		{codec.Rate, "99999999999999999999tbit", "too large"},
		{codec.Size, "1.2.3k", "does not begin with a number"},
		{codec.Seconds, "1 week", `unknown unit "week"`},
		{codec.Seconds, "9999999999999s", "too large"},
		{codec.Percent, "101%", "between 0 and 100"},
		{codec.Percent, "NaN", "between 0 and 100"},
		{codec.Handle, "1:10000", "up to ffff"},
		{codec.Handle, "first", `neither a hexadecimal number nor "maj:min"`},
	} {
		if got, err := inUnit(c.hint, c.in); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("inUnit(%d, %q) = %v, %v; want an error with %q", c.hint, c.in, got, err, c.want)
		}
	}
}
