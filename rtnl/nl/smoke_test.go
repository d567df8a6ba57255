package nl_test

import (
	"context"
	"io"
	"testing"

	"nlua/rtnl/nl"

	"golang.org/x/sys/unix"
)

func TestDumpLinks(t *testing.T) {
	zero := uint32(0)
	c, err := nl.Open(nl.Config{ExtAck: true, StrictCheck: true, PID: &zero})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	t.Log(c.Options(), c.PortID())
	d, err := c.Dump(context.Background(), nl.NewMessage(unix.RTM_GETLINK, nl.FlagRequest|nl.FlagDump, make([]byte, 16)))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for {
		dg, err := d.Next(context.Background())
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for m, err := range dg.Messages() {
			if err != nil || m.Type != unix.RTM_NEWLINK {
				t.Fatal(m, err)
			}
			n++
		}
	}
	if n == 0 {
		t.Fatal("no link")
	}
	body := make([]byte, 16)
	body[4] = 1
	n = 0
	ack, err := c.Exchange(context.Background(), nl.NewMessage(unix.RTM_GETLINK, nl.FlagRequest, body), func(m nl.Message) error { n++; return nil })
	if err != nil || n != 1 {
		t.Fatal(err, n, ack)
	}
	body[4], body[5] = 0xff, 0xff
	_, err = c.Exchange(context.Background(), nl.NewMessage(unix.RTM_GETLINK, nl.FlagRequest, body), nil)
	t.Log(err)
}
