package request

import "testing"

// BenchmarkRouteAdd makes each request from the start, as it is not like the last one.
func BenchmarkRouteAdd(b *testing.B) {
	obj := ByName("route")
	t := of("dst", "10.0.0.0/24", "gateway", "10.1.1.1", "oif", 2.0, "priority", 7.0)
	verbs := [2]string{"add", "replace"}
	b.ReportAllocs()
	for i := range b.N {
		req, err := Build(obj, verbs[i&1], t, system)
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

// BenchmarkRouteAgain makes each request of the last one.
func BenchmarkRouteAgain(b *testing.B) {
	obj := ByName("route")
	first := of("dst", "10.0.0.0/24", "gateway", "10.1.1.1", "oif", 2.0, "priority", 7.0)
	second := of("dst", "10.0.1.0/24", "gateway", "10.1.1.1", "oif", 2.0, "priority", 8.0)
	b.ReportAllocs()
	for i := range b.N {
		t := first
		if i&1 == 1 {
			t = second
		}
		req, err := Build(obj, "add", t, system)
		if err != nil {
			b.Fatal(err)
		}
		req.Done()
	}
}
