package rtnl

import (
	"context"
	"errors"
	"os"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
)

// Client is one script object's share of the kernel: a named descriptor for events and raw messages, one for requests, and
// as many as dumps need. All methods may be called by any goroutine. A Client that is forgotten, with all dumps and monitors of
// it, gives its descriptors back when the collector finds it.
type Client struct {
	opts   Options
	names  *names.DB
	ns     *os.File // nil: the namespace of the process
	nsName string

	*sockets
}

// sockets are a client's descriptors. They do not know the client: it could not be forgotten else.
type sockets struct {
	mu       sync.Mutex
	named    *nl.Conn
	requests *nl.Conn
	dumps    dumpPool
	closed   bool
}

// Open opens the named descriptor. The namespace, if one is given, is held open: its name may go.
func Open(opts Options) (*Client, error) {
	c := &Client{opts: opts, names: opts.Names, sockets: &sockets{}}
	if c.names == nil {
		c.names = names.Load()
	}
	if !opts.NetNS.IsZero() {
		var err error
		if c.ns, err = opts.NetNS.Open(); err != nil {
			return nil, err
		}
		c.nsName = opts.NetNS.String()
	}
	cfg := opts.config()
	cfg.PID, cfg.Port, cfg.AllNSID = opts.PID, opts.Port, opts.AllNSID
	cfg.Fileno, cfg.AsFound = opts.Fileno, opts.AsFound
	named, err := c.open(cfg)
	if err != nil {
		c.closeNetNS()
		return nil, err
	}
	c.named = named
	if opts.Fileno != nil {
		c.requests = named
	}
	runtime.AddCleanup(c, func(s *sockets) { s.close() }, c.sockets)
	return c, nil
}

// open opens a descriptor in the client's namespace.
func (c *Client) open(cfg nl.Config) (conn *nl.Conn, err error) {
	err = c.Inside(func() error {
		return netns.WithRoom(func() (err error) {
			conn, err = nl.Open(cfg)
			return err
		})
	})
	return conn, err
}

// Inside runs f with its thread in the client's namespace.
func (c *Client) Inside(f func() error) error {
	if c.ns == nil {
		return f()
	}
	return netns.Do(netns.OfFD(int(c.ns.Fd())), f)
}

func (c *Client) closeNetNS() {
	if c.ns != nil {
		c.ns.Close()
	}
}

// conn gives the descriptor for requests, opened at the first one.
func (c *Client) conn() (*nl.Conn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil, nl.ErrClosed
	}
	if c.requests == nil {
		conn, err := c.open(c.opts.config())
		if err != nil {
			return nil, err
		}
		c.requests = conn
	}
	return c.requests, nil
}

// Named is the descriptor that carries the client's port, its groups, and raw messages. It lives as long as the client.
func (c *Client) Named() *nl.Conn { return c.named }

// Options are those of Open.
func (c *Client) Options() Options { return c.opts }

// Names is the database of names.
func (c *Client) Names() *names.DB { return c.names }

// NetNSName is its name as it was given, "" for the process's own.
func (c *Client) NetNSName() string { return c.nsName }

// Shared tells whether there is one descriptor for everything.
func (c *Client) Shared() bool { return c.opts.Fileno != nil }

// Closed tells whether Close was called.
func (c *Client) Closed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// Close closes all descriptors. Twice is fine; who waits gets nl.ErrClosed.
func (c *Client) Close() error {
	err := c.close()
	c.closeNetNS()
	return err
}

func (s *sockets) close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	requests := s.requests
	s.mu.Unlock()
	s.dumps.close()
	errs := []error{s.named.Close()}
	if requests != nil && requests != s.named {
		errs = append(errs, requests.Close())
	}
	return errors.Join(errs...)
}

// Request builds a request of keywords.
func (c *Client) Request(ctx context.Context, object, verb string, kw codec.Table) (*request.Request, error) {
	obj := request.ByName(object)
	if obj == nil {
		return nil, &request.Error{Request: object, Msg: "no such object"}
	}
	req, err := request.Build(obj, verb, kw, c.Resolver(ctx))
	if err != nil {
		return nil, err
	}
	if c.opts.Echo && req.Mode == request.Ack {
		req.Flags |= unix.NLM_F_ECHO
	}
	return req, nil
}

// Do sends one request and returns its answer: the objects, or where there are none the acknowledgement.
func (c *Client) Do(ctx context.Context, req *request.Request) (messages []Message, err error) {
	defer c.told(time.Now(), req.Object.Name)
	defer closeFiles(req)
	if req.Tun != nil {
		if err := c.tun(ctx, req); err != nil || req.Body == nil {
			return nil, c.refusal(req, err)
		}
	}
	conn, err := c.conn()
	if err != nil {
		return nil, c.refusal(req, err)
	}
	ack, err := conn.Exchange(ctx, nl.NewMessage(req.Type, req.Flags, req.Body), func(m nl.Message) error {
		m.Raw = append([]byte(nil), m.Raw...)
		messages = append(messages, NewMessage(m))
		return nil
	})
	if err != nil {
		return nil, c.refusal(req, err)
	}
	if ack.Warning != "" && c.opts.Warned != nil {
		c.opts.Warned(req.Object.Name+" "+req.Verb, ack.Warning)
	}
	if len(messages) == 0 && ack.Raw != nil {
		messages = append(messages, Message{Raw: ack.Raw, Type: nl.TypeError})
	}
	for i := range messages {
		messages[i].Target = c.opts.Target
		messages[i].DryRun = c.opts.DryRun && req.Mode == request.Ack
	}
	return messages, nil
}

// closeFiles closes what the request's attributes point at: the kernel has taken it, or refused.
func closeFiles(req *request.Request) {
	for _, fd := range req.Files {
		unix.Close(fd)
	}
	req.Files = nil
}
