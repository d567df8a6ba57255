package host

import (
	"fmt"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// osDate is os.date([format [, time]]), with the conversions of strftime in the C locale.
func osDate(L *lua.LState) int {
	format := optString(L, 1, "%c")
	t := time.Now()
	if L.Get(2) != lua.LNil {
		t = time.Unix(int64(checkNumber(L, 2)), 0)
	}
	if rest, utc := strings.CutPrefix(format, "!"); utc {
		format, t = rest, t.UTC()
	}
	if strings.HasPrefix(format, "*t") {
		d := L.NewTable()
		for _, f := range []struct {
			name  string
			value int
		}{{"year", t.Year()}, {"month", int(t.Month())}, {"day", t.Day()}, {"hour", t.Hour()}, {"min", t.Minute()}, {"sec", t.Second()},
			{"wday", int(t.Weekday()) + 1}, {"yday", t.YearDay()}} {
			d.RawSetString(f.name, lua.LNumber(f.value))
		}
		d.RawSetString("isdst", lua.LBool(t.IsDST()))
		L.Push(d)
		return 1
	}
	var b strings.Builder
	Of(L).Work(L, len(format), len(format)*dateGrowth)
	strftime(&b, format, t)
	L.Push(lua.LString(b.String()))
	return 1
}

// dateGrowth is how much longer than its format a date is, at most: "%c".
const dateGrowth = 12

// goDates are strftime's conversions that Go's time can say.
var goDates = [...]string{
	'a': "Mon", 'A': "Monday", 'b': "Jan", 'B': "January", 'h': "Jan", 'c': "Mon Jan _2 15:04:05 2006", 'd': "02", 'D': "01/02/06",
	'e': "_2", 'F': "2006-01-02", 'H': "15", 'I': "03", 'm': "01", 'M': "04", 'p': "PM", 'r': "03:04:05 PM", 'R': "15:04", 'S': "05",
	'T': "15:04:05", 'x': "01/02/06", 'X': "15:04:05", 'y': "06", 'Y': "2006", 'z': "-0700", 'Z': "MST",
}

func goDate(c byte) string {
	if int(c) < len(goDates) {
		return goDates[c]
	}
	return ""
}

func strftime(b *strings.Builder, format string, t time.Time) {
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		c := format[i]
		if layout := goDate(c); layout != "" {
			if c == 'Z' && t.Location() == time.UTC {
				b.WriteString("GMT")
				continue
			}
			b.WriteString(t.Format(layout))
			continue
		}
		isoYear, isoWeek := t.ISOWeek()
		monday := (int(t.Weekday()) + 6) % 7
		switch c {
		case 'C':
			fmt.Fprintf(b, "%02d", t.Year()/100)
		case 'G':
			fmt.Fprintf(b, "%d", isoYear)
		case 'g':
			fmt.Fprintf(b, "%02d", isoYear%100)
		case 'j':
			fmt.Fprintf(b, "%03d", t.YearDay())
		case 'n':
			b.WriteByte('\n')
		case 's':
			fmt.Fprintf(b, "%d", t.Unix())
		case 't':
			b.WriteByte('\t')
		case 'u':
			fmt.Fprintf(b, "%d", monday+1)
		case 'U':
			fmt.Fprintf(b, "%02d", (t.YearDay()+6-int(t.Weekday()))/7)
		case 'V':
			fmt.Fprintf(b, "%02d", isoWeek)
		case 'w':
			fmt.Fprintf(b, "%d", t.Weekday())
		case 'W':
			fmt.Fprintf(b, "%02d", (t.YearDay()+6-monday)/7)
		case '%':
			b.WriteByte('%')
		default:
			b.WriteByte('%')
			b.WriteByte(c)
		}
	}
}

// osTime is os.time([table]): seconds since 1970 of a local time.
func osTime(L *lua.LState) int {
	if L.Get(1) == lua.LNil {
		L.Push(lua.LNumber(time.Now().Unix()))
		return 1
	}
	t := L.CheckTable(1)
	field := func(name string, def int) int {
		switch v := t.RawGetString(name).(type) {
		case lua.LNumber:
			return int(v)
		case lua.LString:
			if n, ok := ParseNumber(string(v)); ok {
				return int(n)
			}
		}
		if def < 0 {
			L.RaiseError("field '%s' missing in date table", name)
		}
		return def
	}
	day, month, year := field("day", -1), field("month", -1), field("year", -1) // the first that is missing is told
	d := time.Date(year, time.Month(month), day, field("hour", 12), field("min", 0), field("sec", 0), 0, time.Local)
	L.Push(lua.LNumber(d.Unix()))
	return 1
}
