package request

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// Tun is a tun or tap device: made by ioctl(2) on /dev/net/tun, not by rtnetlink (include/uapi/linux/if_tun.h).
type Tun struct {
	Remove      bool
	Name        string // "": the kernel chooses
	Index       int    // of the device to remove, where it was named so; of one to make: 0, or the index that it gets
	Tap         bool
	PacketInfo  bool // without IFF_NO_PI
	VnetHdr     bool
	MultiQueue  bool
	OneQueue    bool
	User, Group int64 // who may attach; -1: whoever has the capability
}

// tunKind tells the kinds that are made so.
func tunKind(kind string) bool { return kind == "tuntap" || kind == "tun" || kind == "tap" }

// tunWord is a keyword of a tun or tap device.
type tunWord struct {
	names string // space-separated
	set   func(t *Tun, v any) error
}

// tunWords: names as pyroute2's (IFTUN_*, and its ifr table), and those of the rows that a dump shows; ip's "user".
var tunWords = []tunWord{
	{"ifname", func(t *Tun, v any) error { return text(&t.Name, v) }},
	{"mode tun_type", setTunMode},
	{"uid tun_owner owner user", func(t *Tun, v any) (err error) { t.User, err = whole(v); return err }},
	{"gid tun_group", func(t *Tun, v any) (err error) { t.Group, err = whole(v); return err }},
	{"pi tun_pi", func(t *Tun, v any) (err error) { t.PacketInfo, err = truth(v); return err }},
	{"no_pi", func(t *Tun, v any) error { no, err := truth(v); t.PacketInfo = !no; return err }},
	{"vnet_hdr tun_vnet_hdr", func(t *Tun, v any) (err error) { t.VnetHdr, err = truth(v); return err }},
	{"multi_queue tun_multi_queue", func(t *Tun, v any) (err error) { t.MultiQueue, err = truth(v); return err }},
	{"one_queue", func(t *Tun, v any) (err error) { t.OneQueue, err = truth(v); return err }},
}

func text(to *string, v any) error {
	s, ok := v.(string)
	if !ok {
		return errors.New("want a string")
	}
	*to = s
	return nil
}

func setTunMode(t *Tun, v any) error {
	t.Tap = v == "tap" || v == 2.0
	if !t.Tap && v != "tun" && v != 1.0 {
		return errors.New(`want "tun" or "tap"`)
	}
	return nil
}

// beginTun takes a tun or tap device's own keywords out of the request. What is left is set once the device is there.
func beginTun(b *builder) error {
	t := &Tun{Remove: b.verb.Type == unix.RTM_DELLINK, Tap: b.kind == "tap", User: -1, Group: -1}
	if b.verb.Flags&unix.NLM_F_CREATE == 0 && !t.Remove {
		return nil
	}
	var rest codec.Table
	for _, p := range b.kw {
		if p.Value == nil {
			continue
		}
		b.word = p.Name
		name := strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(p.Name, "IFTUN_"), "IFLA_"))
		if ifr, ok := p.Value.(codec.Table); ok && name == "ifr" {
			for _, q := range ifr {
				if err := t.set(q.Name, q.Value); err != nil {
					return err
				}
			}
			continue
		}
		if tunWordOf(name) == nil {
			rest = append(rest, p)
		} else if err := t.set(name, p.Value); err != nil {
			return err
		}
	}
	b.word = ""
	b.kw, b.tun = rest, t
	return nil
}

func tunWordOf(name string) *tunWord {
	for i := range tunWords {
		if slices.Contains(strings.Fields(tunWords[i].names), name) {
			return &tunWords[i]
		}
	}
	return nil
}

func (t *Tun) set(name string, v any) error {
	w := tunWordOf(name)
	if w == nil {
		var all []string
		for _, w := range tunWords {
			all = append(all, strings.Fields(w.names)...)
		}
		return fmt.Errorf("unknown name %q%s", name, Suggest(name, all))
	}
	return w.set(t, v)
}

// finishTun: a device to remove needs no request of its own, but may have been named by its index.
func finishTun(b *builder) error {
	if !b.tun.Remove {
		return nil
	}
	if v, ok := b.put("index", true); ok {
		n, err := b.hinted(codec.Index, v)
		if err != nil {
			return err
		}
		b.tun.Index = int(n)
	}
	if b.tun.Name == "" && b.tun.Index == 0 {
		return errors.New("ifname or index is missing")
	}
	b.items = nil
	return nil
}
