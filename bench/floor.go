package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// floors are the programs that no tool can beat: they receive the same dumps or send the same
// requests, and parse nothing. Run as `bench floor NAME [ARGUMENT...]`, each in a process of its own.
var floors = map[string]func(c *conn, args []string) error{
	"routes":     func(c *conn, _ []string) error { return receive(c, unix.RTM_GETROUTE, inet(12)) },
	"table":      func(c *conn, args []string) error { return receive(c, unix.RTM_GETROUTE, tableFilter(args[0])) },
	"links":      func(c *conn, _ []string) error { return receive(c, unix.RTM_GETLINK, make([]byte, 16)) },
	"neighbours": func(c *conn, _ []string) error { return receive(c, unix.RTM_GETNEIGH, inet(12)) },
	"add":        func(c *conn, args []string) error { return add(c, number(args[0]), 1, 0) },
	"batch":      func(c *conn, args []string) error { return add(c, number(args[0]), perSend, 0) },
	"get":        func(c *conn, args []string) error { return get(c, number(args[0])) },
}

func runFloor(args []string) error {
	if len(args) == 0 || floors[args[0]] == nil {
		return fmt.Errorf("no such floor: %q", args)
	}
	c, err := dial()
	if err != nil {
		return err
	}
	if err := floors[args[0]](c, args[1:]); err != nil {
		return err
	}
	return reportMemory()
}

func inet(size int) []byte {
	body := make([]byte, size)
	body[0] = unix.AF_INET
	return body
}

// tableFilter is a route dump's body that names one table, which the kernel obeys under strict checking.
func tableFilter(table string) []byte {
	return attr(inet(12), unix.RTA_TABLE, u32(uint32(number(table))))
}

func receive(c *conn, kind uint16, body []byte) error {
	_, err := c.dump(message(kind, unix.NLM_F_DUMP, body))
	return err
}

// add adds n routes to the main table, so many a second; 0: as fast as the kernel takes them. With each = 1 an ACK is waited for after each.
func add(c *conn, n, each, rate int) error {
	link, err := net.InterfaceByName(device)
	if err != nil {
		return err
	}
	put, began := newRoute(uint32(link.Index)), time.Now()
	if each > 1 {
		return c.many(n, func(b []byte, i int) []byte {
			if rate > 0 && i%perSend == 0 {
				time.Sleep(time.Until(began.Add(time.Duration(i) * time.Second / time.Duration(rate))))
			}
			return put(b, i, unix.RT_TABLE_MAIN)
		})
	}
	var b []byte
	for i := range n {
		b = put(b[:0], i, unix.RT_TABLE_MAIN)
		if err := c.do("add a route", b); err != nil {
			return err
		}
	}
	return nil
}

// get asks n times for the link with index 1, one after the other.
func get(c *conn, n int) error {
	body := make([]byte, unix.SizeofIfInfomsg)
	order.PutUint32(body[4:], 1)
	msg := message(unix.RTM_GETLINK, 0, body)
	for range n {
		if err := c.send(msg); err != nil {
			return err
		}
		if _, err := c.receive(); err != nil {
			return err
		}
	}
	return nil
}

// reportMemory writes this process's peak of memory to descriptor 3, as all measured programs do:
// ru_maxrss would hold the parent's memory too, from the time before exec.
func reportMemory() error {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	_, err = fmt.Fprintf(os.NewFile(3, "report"), "rss %s\n", strings.Fields(rest)[0])
	return err
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err) // the programs of this folder call each other
	}
	return n
}

func itoa(n int) string { return strconv.Itoa(n) }
