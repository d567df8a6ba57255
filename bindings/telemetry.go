package bindings

import (
	"net"
	"strconv"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// statsd counts and times calls by UDP: NAME:1|c and NAME:<nanoseconds>|g.
type statsd struct{ conn net.Conn }

func readTelemetry(_ *Space, a args, set *settings, v lua.LValue) {
	t, ok := v.(*lua.LTable)
	if !ok {
		a.fail("want {host, port}, got %s", typeName(v))
	}
	host, isText := t.RawGetInt(1).(lua.LString)
	port, isNumber := t.RawGetInt(2).(lua.LNumber)
	if !isText || !isNumber || port < 1 || port > 65535 {
		a.fail("want {host, port}")
	}
	conn, err := net.Dial("udp", net.JoinHostPort(string(host), strconv.Itoa(int(port))))
	if err != nil {
		a.fail("%s", err)
	}
	set.telemetry = &statsd{conn}
}

// call tells the server of one call. Nobody may be there: errors count for nothing.
func (st *statsd) call(name string, began time.Time) {
	if st == nil {
		return
	}
	text := name + ":1|c\n" + name + ":" + strconv.FormatInt(time.Since(began).Nanoseconds(), 10) + "|g"
	_, _ = st.conn.Write([]byte(text))
}

func (st *statsd) close() {
	if st != nil {
		st.conn.Close()
	}
}
