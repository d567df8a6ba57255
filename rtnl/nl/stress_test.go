package nl_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"

	"golang.org/x/sys/unix"
)

// Requests and dumps that end early by chance, receivers that give up, events
// and overflows, all on one descriptor: nobody hangs, no answer goes astray.
func TestCancelStorm(t *testing.T) {
	ns := nstest.New(t)
	conn := open(t, ns, nl.Config{ExtAck: true, Groups: []uint32{unix.RTNLGRP_IPV4_ROUTE}, RcvBuf: 8192})
	other := open(t, ns, nl.Config{PID: new(uint32(0)), RcvBuf: 1 << 20})
	var msgs [][]byte
	for i := range 3000 {
		msgs = append(msgs, newRoute(i))
	}
	if _, err := other.Batch(background, msgs, nl.BatchOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	soon := func(r *rand.Rand) (context.Context, context.CancelFunc) {
		if r.IntN(2) == 0 {
			return context.WithCancel(background)
		}
		return context.WithTimeout(background, time.Duration(r.IntN(300))*time.Microsecond)
	}
	expected := func(err error) bool {
		return err == nil || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, unix.ENOBUFS)
	}
	const workers, rounds = 4, 40
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() { // requests
			r := rand.New(rand.NewPCG(1, uint64(w)))
			for range rounds {
				ctx, cancel := soon(r)
				got := 0
				_, err := conn.Exchange(ctx, getLo(), func(m nl.Message) error { got += int(m.Body[4]); return nil })
				if !expected(err) || err == nil && got != 1 {
					t.Errorf("exchange: %d, %v", got, err)
				}
				cancel()
			}
		})
		all.Go(func() { // dumps
			r := rand.New(rand.NewPCG(2, uint64(w)))
			for range rounds / 4 {
				ctx, cancel := soon(r)
				d, err := conn.Dump(ctx, routeDump())
				for limit := r.IntN(20); err == nil && limit > 0; limit-- {
					_, err = d.Next(ctx)
				}
				// EBUSY: this kernel refuses the beginning of a dump that the
				// buffer has no room for, and counts it as running all the same.
				if err != io.EOF && !errors.Is(err, unix.EBUSY) && !expected(err) {
					t.Errorf("dump: %v", err)
				}
				if d != nil {
					d.Close()
				}
				cancel()
			}
		})
		all.Go(func() { // receivers
			r := rand.New(rand.NewPCG(3, uint64(w)))
			for range rounds {
				ctx, cancel := context.WithTimeout(background, time.Duration(r.IntN(500))*time.Microsecond)
				if _, err := conn.Recv(ctx); !expected(err) {
					t.Errorf("recv: %v", err)
				}
				cancel()
			}
		})
	}
	all.Go(func() { // events
		for i := range 200 {
			if _, err := other.Exchange(background, newRoute(10000+i), nil); err != nil {
				t.Error(err)
			}
		}
	})
	all.Wait()
	for range 100 {
		_, err := conn.Exchange(background, routeDump(), nil)
		if err == nil {
			return
		}
		if !errors.Is(err, unix.EBUSY) && !errors.Is(err, unix.ENOBUFS) {
			t.Fatalf("the last dump: %v", err)
		}
		if _, err := conn.Exchange(background, getLo(), nil); !expected(err) {
			t.Fatal(err)
		}
	}
	t.Error("no dump comes to its end any more")
}

// A socket that is closed as events come, and who waits for them: both end, whatever the waiter is at just then.
func TestCloseAmidEvents(t *testing.T) {
	ns := nstest.New(t)
	other := open(t, ns, nl.Config{PID: new(uint32(0)), RcvBuf: 1 << 20})
	stop := make(chan struct{})
	var events sync.WaitGroup
	events.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := other.Exchange(background, newRoute(i%60000), nil); err != nil && !errors.Is(err, unix.EEXIST) {
				t.Error(err)
				return
			}
		}
	})
	defer events.Wait()
	defer close(stop)
	for i := range 2000 {
		conn := open(t, ns, nl.Config{Groups: []uint32{unix.RTNLGRP_IPV4_ROUTE}, RcvBuf: 1 << 20})
		ended := make(chan error)
		go func() {
			for {
				if _, err := conn.Recv(background); err != nil && !errors.Is(err, unix.ENOBUFS) { // it may not come soon enough
					ended <- err
					return
				}
			}
		}()
		if i%2 == 0 { // else it may not wait yet
			time.Sleep(time.Duration(i%100) * time.Microsecond)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; !errors.Is(err, nl.ErrClosed) {
			t.Fatal(err)
		}
	}
}
