package bindings

import (
	"net"
	"strconv"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// statsd counts and times requests by UDP: NAME:1|c and NAME:<nanoseconds>|g. It sends from the namespace of the process.
type statsd struct {
	conn *net.UDPConn
	to   *net.UDPAddr
}

func readTelemetry(_ *Space, a args, set *settings, v lua.LValue) {
	t, ok := v.(*lua.LTable)
	if !ok {
		a.fail("want {host, port}, got %s", typeName(v))
	}
	host, isText := t.RawGetInt(1).(lua.LString)
	port, isNumber := t.RawGetInt(2).(lua.LNumber)
	if !isText || !isNumber || port < 1 || port > 65535 || port != lua.LNumber(int(port)) {
		a.fail("want {host, port}")
	}
	if set.looked {
		return
	}
	to, err := net.ResolveUDPAddr("udp", net.JoinHostPort(string(host), strconv.Itoa(int(port))))
	if err != nil {
		a.fail("%s", err)
	}
	conn, err := net.ListenUDP("udp", nil)
	if err != nil {
		a.fail("%s", err)
	}
	set.telemetry.close()
	set.telemetry = &statsd{conn, to}
	set.Told = set.telemetry.request
}

// request tells the server of one request. Nobody may be there, or no way: errors count for nothing.
func (st *statsd) request(object string, took time.Duration) {
	text := object + ":1|c\n" + object + ":" + strconv.FormatInt(took.Nanoseconds(), 10) + "|g"
	_, _ = st.conn.WriteToUDP([]byte(text), st.to)
}

func (st *statsd) close() {
	if st != nil {
		st.conn.Close()
	}
}
