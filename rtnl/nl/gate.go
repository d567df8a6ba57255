package nl

import "golang.org/x/sys/unix"

// Gate stands between every Conn and the kernel: it judges each message
// before it is sent, raw sends too, and sees what goes and comes. Its methods
// are called from any goroutine; messages are valid during the call only.
type Gate interface {
	// Send judges one message. It may not call the Conn.
	Send(Message) Verdict
	// Sent is told each message that is about to reach the kernel.
	Sent(Message)
	// Received is told each message that was read, before anybody else gets it.
	Received(Message)
}

// Verdict is a Gate's judgement; the zero value lets the message pass.
type Verdict struct {
	Errno   unix.Errno // not 0: the whole send is refused with it
	Reason  string     // what the refusal says for itself
	Answer  bool       // the message is not sent; Replies are its answer
	Replies [][]byte   // whole messages; sequence and port are filled in
}

// Gates are several gates one behind the other: the first that does not let a
// message pass decides; all see what goes and comes.
type Gates []Gate

// Send asks each gate in turn.
func (gs Gates) Send(m Message) Verdict {
	for _, g := range gs {
		if v := g.Send(m); v.Errno != 0 || v.Answer {
			return v
		}
	}
	return Verdict{}
}

// Sent tells each gate.
func (gs Gates) Sent(m Message) {
	for _, g := range gs {
		g.Sent(m)
	}
}

// Received tells each gate.
func (gs Gates) Received(m Message) {
	for _, g := range gs {
		g.Received(m)
	}
}

// ReadOnly is the gate that lets nothing but RTM_GET* through, by the rule the
// kernel itself uses to tell reads from changes. Messages below RTM_BASE are
// skipped by the kernel, and pass.
type ReadOnly struct{}

// Send refuses changes with EPERM.
func (ReadOnly) Send(m Message) Verdict {
	if m.Type < typeBase || IsGet(m.Type) {
		return Verdict{}
	}
	return Verdict{Errno: unix.EPERM, Reason: "read-only: nothing but RTM_GET* is sent"}
}

// Sent does nothing.
func (ReadOnly) Sent(Message) {}

// Received does nothing.
func (ReadOnly) Received(Message) {}
