package rtnl

import (
	"strings"
	"time"

	"nlua/rtnl/names"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
)

// Options say how a Client's sockets are opened. Scripts name them as docs/reference/api.md has them.
type Options struct {
	PID, Port   *uint32 // of the named descriptor; see nl.Config
	Fileno      *int    // an open descriptor to work on: then it is the only one
	AsFound     bool    // no option is set on Fileno's socket
	SndBuf      int     // bytes; 0: the kernel's own
	RcvBuf      int
	RcvSize     int // longest message in bytes; 0: any
	AllNSID     bool
	ExtAck      bool
	StrictCheck bool
	Groups      uint32 // what Bind(nil) subscribes to
	Echo        bool   // NLM_F_ECHO on each change
	NetNS       netns.Ref
	Target      string   // what messages say of where they come from
	NetNSDirs   []string // where names of namespaces are looked up
	Confined    bool     // requests may name no other namespace: EPERM
	Gate        nl.Gate
	DryRun      bool      // Gate answers changes: messages say so
	Names       *names.DB // nil: names.Load()

	// DrySpace, if given, says in a dry run which descriptor a request gets for a namespace, from what opening it gave.
	DrySpace func(name string, fd int, err error) (int, error)

	// Told, if given, hears of each request that was answered: the object it was about, and how long the answer, or of a dump its
	// beginning, took; of a batch its share. Any goroutine may call it.
	Told func(object string, took time.Duration)

	// Warned, if given, hears what the kernel has to say about a request that it carried out. Any goroutine may call it. Of the steps of
	// a batch it is not asked.
	Warned func(request, text string)
}

// told reports requests that were sent together.
func (c *Client) told(began time.Time, objects ...string) {
	if c.opts.Told == nil {
		return
	}
	took := time.Since(began)
	for _, object := range objects {
		object, _, _ = strings.Cut(object, " ")
		c.opts.Told(object, took/time.Duration(len(objects)))
	}
}

// Defaults are the options of IPRoute, AsyncIPRoute and NetNS.
func Defaults() Options {
	return Options{
		SndBuf: 1 << 20, RcvBuf: 1 << 20, ExtAck: true, StrictCheck: true,
		Groups: spec.GroupsDefault, NetNSDirs: netns.DefaultDirs(), Target: "localhost",
	}
}

// config is for the descriptors that nobody names: the kernel chooses their port.
func (o *Options) config() nl.Config {
	return nl.Config{
		PID:    new(uint32),
		SndBuf: o.SndBuf, RcvBuf: o.RcvBuf, MaxSize: o.RcvSize, ExtAck: o.ExtAck, StrictCheck: o.StrictCheck, Gate: o.Gate,
	}
}
