package bindings_test

import (
	"fmt"
	"maps"
	"net"
	"strings"
	"testing"
	"time"
)

// TestTelemetry listens where the option says: a count and a time for each request, in one datagram, whatever asked for it.
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
		o:get_addr():count()
		o:link_lookup{ ifname = "lo" }
		o.try:neigh("get", { index = 1, dst = "10.0.0.1" })
		o:batch(function(b)
			for i = 1, 3 do b:route("add", { dst = "10.0." .. i .. ".0/24", type = "blackhole", table = 99 }) end
		end)
		eq(#o:flush_routes{ table = 99 }, 3)
		o:nlm_request(nil, { msg_type = rtnl.RTM_GETLINK, msg_flags = rtnl.NLM_F_REQUEST + rtnl.NLM_F_DUMP }):count()
		o:monitor{ groups = { "ipv4_rule" }, replay = true }:close()
		eq(o.status.telemetry[2], %d)
		fails(rtnl.IPRoute, "want {host, port}", { telemetry = { "127.0.0.1", 0.5 } })
		rtnl.IPRoute{ telemetry = { "127.0.0.1", 9 } }:link("dump"):count() -- nobody is there
	`, port, port))
	want := map[string]int{"link": 2, "addr": 1, "neigh": 1, "route": 7, "nlm_request": 1, "rule": 1}
	got, buf := map[string]int{}, make([]byte, 1500)
	for range 13 {
		conn.SetReadDeadline(time.Now().Add(time.Minute))
		n, err := conn.Read(buf)
		if err != nil {
			t.Fatalf("%v after %v, want %v", err, got, want)
		}
		text := string(buf[:n])
		name, _, _ := strings.Cut(text, ":")
		if !strings.HasPrefix(text, name+":1|c\n"+name+":") || !strings.HasSuffix(text, "|g") {
			t.Errorf("got %q", text)
		}
		got[name]++
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
