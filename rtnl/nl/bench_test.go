package nl_test

import (
	"testing"

	"nlua/rtnl/nl"
)

func BenchmarkExchange(b *testing.B) {
	conn, err := nl.Open(nl.Config{ExtAck: true, StrictCheck: true})
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	msg := getLo()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := conn.Exchange(background, msg, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRefusal(b *testing.B) {
	conn, err := nl.Open(nl.Config{ExtAck: true})
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	msg := delLink("nosuch")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := conn.Exchange(background, msg, nil); err == nil {
			b.Fatal("done?")
		}
	}
}
