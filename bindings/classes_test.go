package bindings_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// TestTelemetry listens where the option says: a count and a time for each call, in one datagram.
func TestTelemetry(t *testing.T) {
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	port := conn.LocalAddr().(*net.UDPAddr).Port
	runLua(t, "telemetry", fmt.Appendf(nil, `
		local o = rtnl.IPRoute{ telemetry = { "127.0.0.1", %d } }
		o:link("dump"):count()
		o:addr("dump"):count()
		eq(o.status.telemetry[2], %d)
		fails(rtnl.IPRoute, "want {host, port}", { telemetry = { "127.0.0.1", 0.5 } })
		rtnl.IPRoute{ telemetry = { "127.0.0.1", 9 } }:link("dump"):count() -- nobody is there
	`, port, port))
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	buf := make([]byte, 1500)
	for _, name := range []string{"link", "addr"} {
		n, err := conn.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(buf[:n]); !strings.HasPrefix(got, name+":1|c\n"+name+":") || !strings.HasSuffix(got, "|g") {
			t.Errorf("got %q", got)
		}
	}
}
