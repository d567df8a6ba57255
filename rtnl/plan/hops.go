package plan

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/state"
)

// The kernel makes one route of IPv6 routes with gateways that have one prefix, priority and table (net/ipv6/ip6_fib.c fib6_add_rt2node), and
// tells one. So entries about such are one wish with several hops.

// ways are the entries about one IPv6 route.
type ways struct {
	entries []*entry
	hops    []string         // of each
	rest    string           // of all of them
	request *request.Request // of the first
}

// joins tells whether an IPv6 route is one of those that become one: a key says no hop of them then.
func joins(v *codec.View) bool {
	return v.Head[0] == unix.AF_INET6 && strings.HasSuffix(state.Key(unix.RTM_NEWROUTE, v), " gateways")
}

// hopWords are the keywords of a route that its hops have each; hopAttrs what comes of them: RTA_OIF, RTA_GATEWAY, RTA_MULTIPATH, RTA_VIA,
// RTA_ENCAP_TYPE, RTA_ENCAP.
var (
	hopWords = []string{"gateway", "via", "oif", "dev", "encap", "encap_type", "flags"}
	hopAttrs = []uint16{4, 5, 9, 18, 21, 22}
)

// rtaPlace are the attributes that say which route: RTA_DST, RTA_SRC, RTA_PRIORITY, RTA_TABLE.
var rtaPlace = []uint16{1, 2, 6, 15}

// hopsAndRest splits the request for a route: what its hops have each, and what the route has besides its place.
func hopsAndRest(want *codec.View) (hops, rest string) {
	head := bytes.Clone(want.Head)
	head[1], head[2], head[4] = 0, 0, 0
	a, b := bytes.Clone(head[8:12]), append(head[:8:8], 0, 0, 0, 0) // rtm_flags has those of the hop
	want.Each(func(_ *codec.Row, typ uint16, p []byte) bool {
		switch {
		case slices.Contains(hopAttrs, typ):
			a = codec.AppendAttr(a, typ, p)
		case !slices.Contains(rtaPlace, typ):
			b = codec.AppendAttr(b, typ, p)
		}
		return true
	})
	return string(a), string(b)
}

// join keeps an entry about an IPv6 route until all about that are known.
func (c *comparison) join(e *entry, r *request.Request, want *codec.View, at string) error {
	here := spot{e.space, at}
	hops, rest := hopsAndRest(want)
	w := c.ways[here]
	if w == nil {
		w = &ways{rest: rest, request: r}
		c.ways[here] = w
		c.joined = append(c.joined, w)
	}
	if rest != w.rest {
		return fmt.Errorf("%s[%d] wants the same route otherwise: %s", e.section.name, w.entries[0].number, words(w.entries[0].kw))
	}
	if !slices.Contains(w.hops, hops) {
		w.entries, w.hops = append(w.entries, e), append(w.hops, hops)
	}
	return nil
}

// route compares one IPv6 route, of whose hops each may have an entry.
func (c *comparison) route(w *ways) (err error) {
	e, r, several := w.entries[0], w.request, len(w.entries) > 1
	if several {
		e = w.one()
		if r, err = c.build(e, e.section.verb, e.kw); err != nil {
			return err
		}
	}
	want := codec.ViewOf(r.Set, r.Body, nil)
	at := where(e.section.typ, &want)
	if several {
		if old, changes := c.nearest(e, &want, at); old != nil && joins(&old.view) && len(changes) == 1 && changes[0].Path == "multipath" {
			if done, err := c.hops(e, &want, old, changes); done || err != nil {
				return err
			}
		}
	}
	c.fill(e, r, &want, at)
	return nil
}

// one is an entry that says what all say.
func (w *ways) one() *entry {
	e := *w.entries[0]
	var list []any
	for _, each := range w.entries {
		switch several, _ := each.kw.Get("multipath"); x := several.(type) {
		case []any:
			list = append(list, x...)
		case codec.Table:
			list = append(list, x)
		default:
			list = append(list, slices.DeleteFunc(slices.Clone(each.kw), func(p codec.Pair) bool { return !slices.Contains(hopWords, p.Name) }))
		}
	}
	e.kw = append(without(e.kw, append([]string{"multipath"}, hopWords...)...), codec.Pair{Name: "multipath", Value: list})
	return &e
}

// hop is one way of a route: struct rtnexthop's device, and the gateway among its attributes.
type hop struct {
	device  uint32
	gateway []byte
}

// hopsOf are the ways of a route.
func hopsOf(v *codec.View) (list []hop) {
	p, several := v.Find(unix.RTA_MULTIPATH)
	if !several {
		return []hop{{native32(find(v.Attrs, unix.RTA_OIF)), find(v.Attrs, unix.RTA_GATEWAY)}}
	}
	for len(p) >= unix.SizeofRtNexthop {
		n := min(max(int(native.Uint16(p)), unix.SizeofRtNexthop), len(p))
		list = append(list, hop{native.Uint32(p[4:]), find(p[unix.SizeofRtNexthop:n], unix.RTA_GATEWAY)})
		p = p[min(codec.Align(n), len(p)):]
	}
	return list
}

// leads tells whether a hop is the wanted one, which may leave the device to the kernel.
func (h hop) leads(want hop) bool {
	return bytes.Equal(h.gateway, want.gateway) && (want.device == 0 || want.device == h.device)
}

// hops plans the hops that a route lacks, and then the end of those that nobody wants: the others stay all the while. done is false where the
// route is to be replaced instead, since a hop itself differs.
func (c *comparison) hops(e *entry, want *codec.View, old *object, why []state.Change) (done bool, err error) {
	extra := hopsOf(&old.view)
	list, _ := e.kw.Get("multipath")
	members, _ := list.([]any)
	wanted := hopsOf(want)
	if len(wanted) != len(members) {
		return false, nil
	}
	var lacking []any
	for i, h := range wanted {
		if at := slices.IndexFunc(extra, func(has hop) bool { return has.leads(h) }); at >= 0 {
			extra = slices.Delete(extra, at, at+1)
		} else {
			lacking = append(lacking, members[i])
		}
	}
	if len(lacking)+len(extra) == 0 || slices.ContainsFunc(extra, func(h hop) bool { return h.gateway == nil }) {
		return false, nil
	}
	c.claimed[spot{e.space, old.key}] = true
	rank := e.section.rank()
	if len(lacking) > 0 {
		kw := append(without(e.kw, "multipath"), codec.Pair{Name: "multipath", Value: lacking})
		var r *request.Request
		if r, err = c.build(e, "append", kw); err != nil {
			return false, err
		}
		c.step(e, '+', "append", kw, r, rank, why...)
	}
	s := c.p.spaces[e.space]
	for _, h := range extra {
		body := endOf(&old.view, h)
		step := &Step{Sign: '-', space: s, name: s.label(unix.RTM_NEWROUTE, old.key, body), phase: phaseMake + rank, why: why}
		step.raw = &state.Request{Type: unix.RTM_DELROUTE, Body: body}
		c.p.Steps = append(c.p.Steps, step)
	}
	return true, nil
}

// endOf is the body of the request that takes one way off a route: told of a gateway, the kernel leaves the others (net/ipv6/route.c
// ip6_route_del).
func endOf(route *codec.View, h hop) []byte {
	body := bytes.Clone(route.Head)
	native.PutUint32(body[8:], 0)
	for _, typ := range rtaPlace {
		if p, ok := route.Find(typ); ok {
			body = codec.AppendAttr(body, typ, p)
		}
	}
	body = codec.AppendAttr(body, unix.RTA_GATEWAY, h.gateway)
	return codec.AppendAttr(body, unix.RTA_OIF, native.AppendUint32(nil, h.device))
}
