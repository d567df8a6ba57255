// Package nl is the socket room: it opens NETLINK_ROUTE sockets, frames and
// sends messages, and reads answers, dumps and events.
//
// It knows headers, acknowledgements and the end of an answer. It does not
// know what the attributes of a message mean: that is rtnl/codec and rtnl/spec.
//
// A Conn is one descriptor that any number of goroutines may use at once.
// Whoever waits on it reads for all: answers go to the request with their
// sequence number, everything else to Recv. Nobody reads unless somebody
// waits, so that back-pressure is the kernel's own.
//
//	conn, err := nl.Open(nl.Config{ExtAck: true, StrictCheck: true})
//	msg := nl.NewMessage(unix.RTM_GETLINK, unix.NLM_F_REQUEST|unix.NLM_F_DUMP, make([]byte, unix.SizeofIfInfomsg))
//	dump, err := conn.Dump(ctx, msg)
//	for {
//		datagram, err := dump.Next(ctx) // io.EOF at the end
//		for m, err := range datagram.Messages() { ... }
//	}
//
// A socket in another network namespace is opened as netns.Do(ns, func() error { ... nl.Open(cfg) }).
package nl
