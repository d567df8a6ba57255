package plan

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/state"
)

// Plan is the steps from what is to what is wanted.
type Plan struct {
	Steps []*Step
	Left  []string // after Apply: what others had that has gone with what the plan removed
	Kept  []string // after Apply: steps that were done, and what the kernel has made of them is not what was wanted

	witness witness // nil: nobody

	home    *rtnl.Client
	want    *desired
	spaces  map[string]*space
	opened  map[string]*rtnl.Client // by namespace: they stay open from one comparison to the next, as undo looks through them too
	missing map[string]bool         // namespaces that are not there
	all     bool                    // what nobody wants is removed, whose ever it is

	fault func(step int) error // of tests: before every step
	done  bool                 // it was applied: the steps are what was done
}

// witness is told what Apply is going to do.
type witness interface {
	enter(space string, c *rtnl.Client) error         // it is going to change something there
	make(space string) error                          // it is going to make the namespace
	note(space string, typ uint16, body []byte) error // it is going to send this
}

// New compares what is wanted with what the kernel has. Namespaces by name are opened besides home's own.
func New(ctx context.Context, home *rtnl.Client, wanted codec.Table) (*Plan, error) {
	return newPlan(ctx, home, wanted, false)
}

// Diff is New that also tells of everything that is there and not wanted: the steps that would make of one namespace another.
func Diff(ctx context.Context, home *rtnl.Client, wanted codec.Table) (*Plan, error) {
	return newPlan(ctx, home, wanted, true)
}

func newPlan(ctx context.Context, home *rtnl.Client, wanted codec.Table, all bool) (*Plan, error) {
	want, err := parse(wanted)
	if err != nil {
		return nil, err
	}
	p := &Plan{home: home, want: want, all: all, opened: map[string]*rtnl.Client{}}
	if all {
		want.purge = nil
		for i := range sections {
			if sections[i].purges {
				want.purge = append(want.purge, &sections[i])
			}
		}
	}
	if err := p.compare(ctx); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Close closes what the plan has opened. A plan that was closed can be applied, and opens again what it needs.
func (p *Plan) Close() {
	for name := range p.opened {
		p.shut(name)
	}
}

// shut closes the client of one namespace.
func (p *Plan) shut(name string) {
	if c := p.opened[name]; c != nil {
		c.Close()
		delete(p.opened, name)
	}
}

// Empty tells whether all is as it is wanted.
func (p *Plan) Empty() bool { return len(p.Steps) == 0 }

// String is a line for every step.
func (p *Plan) String() string {
	var b strings.Builder
	for _, s := range p.Steps {
		b.WriteString(s.String() + "\n")
	}
	return b.String()
}

// compare looks at all namespaces and works out the steps.
func (p *Plan) compare(ctx context.Context) error {
	p.spaces, p.missing, p.Steps = map[string]*space{}, map[string]bool{}, nil
	names := slices.Clone(p.want.spaces)
	for _, e := range p.want.entries {
		if !slices.Contains(names, e.space) {
			names = append(names, e.space)
		}
	}
	if len(names) == 0 && len(p.want.purge) > 0 { // nothing is wanted any more
		names = []string{""}
	}
	for _, name := range names {
		if err := p.enter(ctx, name); err != nil {
			return err
		}
	}
	c := &comparison{p: p, ctx: ctx, claimed: map[spot]bool{}, gone: map[string]*touched{}, planned: map[string]map[string]int{}}
	return c.run()
}

// enter looks at a namespace. One that is not there looks like a new one: empty but for lo.
func (p *Plan) enter(ctx context.Context, name string) error {
	c := p.home
	if name != "" {
		if c.Options().Confined {
			return fmt.Errorf("netns %s: there is none in a sandbox", name)
		}
		var err error
		if c, err = p.open(name); errors.Is(err, unix.ENOENT) && slices.Contains(p.want.spaces, name) {
			s := &space{name: name, c: p.home, table: state.NewTable(kinds), links: map[uint32]*link{}, named: map[string]*link{}}
			lo := linkMessage(1, unix.IFF_LOOPBACK, 0)
			native.PutUint16(lo[2:], unix.ARPHRD_LOOPBACK)
			s.add(codec.AppendAttr(lo, unix.IFLA_IFNAME, []byte("lo\x00")))
			p.spaces[name], p.missing[name] = s, true
			p.Steps = append(p.Steps, &Step{Sign: '+', create: true, space: s})
			return nil
		} else if err != nil {
			return err
		}
	}
	s, err := look(ctx, name, c)
	if err != nil {
		return err
	}
	p.spaces[name] = s
	return nil
}

// open gives the plan's client of a namespace.
func (p *Plan) open(name string) (*rtnl.Client, error) {
	if c := p.opened[name]; c != nil {
		return c, nil
	}
	c, err := p.home.Elsewhere(name)
	if err != nil {
		return nil, fmt.Errorf("netns %s: %w", name, err)
	}
	p.opened[name] = c
	return c, nil
}

// resolver answers for a namespace as it will be: links that are going to be made have an index that is made up.
type resolver struct {
	request.Resolver
	s       *space
	planned map[string]int
}

func (r resolver) LinkIndex(name string) (int, error) {
	if i, ok := r.planned[name]; ok {
		return i, nil
	}
	if l := r.s.named[name]; l != nil {
		return int(l.index), nil
	}
	return 0, unix.ENODEV
}

// NetNS gives a descriptor of something: planned requests are not sent.
func (r resolver) NetNS(string) (int, error) {
	return unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
}

// LinkSpeed answers for links that are there.
func (r resolver) LinkSpeed(index int) (uint32, error) {
	if k, ok := r.Resolver.(request.SpeedKnower); ok {
		return k.LinkSpeed(index)
	}
	return 0, unix.EOPNOTSUPP
}
