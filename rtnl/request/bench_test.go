package request

import "testing"

func BenchmarkRouteAdd(b *testing.B) {
	obj := ByName("route")
	t := of("dst", "10.0.0.0/24", "gateway", "10.1.1.1", "oif", 2.0, "priority", 7.0)
	b.ReportAllocs()
	for range b.N {
		req, err := Build(obj, "add", t, system)
		if err != nil {
			b.Fatal(err)
		}
		req.Done()
	}
}

func BenchmarkLinkGet(b *testing.B) {
	obj := ByName("link")
	t := of("ifname", "eth0")
	b.ReportAllocs()
	for range b.N {
		req, err := Build(obj, "get", t, system)
		if err != nil {
			b.Fatal(err)
		}
		req.Done()
	}
}
