package request

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

func nexthopObject() *Object {
	return &Object{
		Doc: "Nexthops as objects of their own, and groups of them.",
		Set: &spec.Nexthop,
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWNEXTHOP, Flags: fCreate, Doc: "add a nexthop"},
			{Name: "replace", Also: []string{"set"}, Type: unix.RTM_NEWNEXTHOP, Flags: fReplace, Doc: "add a nexthop, or change it"},
			{Name: "change", Type: unix.RTM_NEWNEXTHOP, Flags: fChange, Doc: "change a nexthop that exists"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELNEXTHOP, Flags: fReq, Doc: "remove a nexthop"},
			{Name: "get", Type: unix.RTM_GETNEXTHOP, Flags: fReq, Doc: "read one nexthop"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETNEXTHOP, Flags: fDump, Doc: "read all nexthops"},
			{Name: "get-bucket", Type: unix.RTM_GETNEXTHOPBUCKET, Flags: fReq, Doc: "read one bucket of a resilient group"},
			{Name: "dump-buckets", Type: unix.RTM_GETNEXTHOPBUCKET, Flags: fDump, Doc: "read the buckets of resilient groups"},
		},
		Keywords: []Keyword{
			familyWord,
			{Name: "dev", Path: "oif", Hint: codec.Index, Doc: "As oif."},
			{Name: "gateway", Do: setNexthopGateway, Doc: "Address of the next router."},
			{Name: "via", Path: "gateway", Do: setNexthopGateway, Doc: "As gateway; {family, addr} too."},
			{Name: "group", Do: setGroup, Doc: "Members: \"1,10/2\" (id 1 with weight 10, and id 2), a list of ids, or of {id =, weight =} with weights from 1."},
			{Name: "type", Path: "group_type", Do: setGroupType, Doc: "As group_type: mpath or resilient."},
			{Name: "buckets", Path: "res_group.buckets", Doc: "Buckets of a resilient group."},
			{Name: "idle_timer", Path: "res_group.idle_timer", Hint: codec.CentiSec, Doc: "Time without traffic after which a bucket may move to another member."},
			{Name: "unbalanced_timer", Path: "res_group.unbalanced_timer", Hint: codec.CentiSec, Doc: "Time out of balance after which buckets move all the same."},
			{Name: "proto", Path: "protocol", Hint: codec.Proto, Doc: "As protocol."},
			{Name: "encap", Do: setEncap, Doc: "Encapsulation, as of a route."},
			{Name: "groups", Do: askFlag("groups"), Only: "dump show", Hint: codec.Bool, Doc: "Groups only."},
			{Name: "fdb", Do: setFDBNexthop, Hint: codec.Bool, Doc: "The nexthop is for forwarding entries of vxlan links."},
			{Name: "master", Do: askHook("master"), Only: "dump show dump-buckets", Hint: codec.Index, Doc: "Only nexthops whose link has this master."},
			{Name: "op_flags", Do: askHook("op_flags"), Doc: "What an answer adds: dump_stats, dump_hw_stats."},
			{Name: "bucket", Path: "res_bucket.index", Only: "get-bucket dump-buckets", Doc: "Number of the bucket."},
			{Name: "nhid", Path: "res_bucket.nh_id", Only: "dump-buckets", Doc: "Only buckets that use this nexthop."},
		},
		Push:   []Push{{Path: "oif", Attr: "oif"}, {Path: "res_bucket.nh_id", Attr: "res_bucket.nh_id"}},
		Finish: finishNexthop,
	}
}

// setNexthopGateway takes an address, or {family, addr}.
func setNexthopGateway(b *builder, v any) error {
	if t, ok := v.(codec.Table); ok {
		if v, ok = t.Get("addr"); !ok {
			return errors.New("addr is missing")
		}
	}
	return seeAddress("gateway")(b, v)
}

// askFlag asks a dump for a restriction without a value.
func askFlag(name string) hook {
	return func(b *builder, v any) error {
		yes, err := truth(v)
		if err == nil && yes {
			b.askAttr(true, name)
		}
		return err
	}
}

func setFDBNexthop(b *builder, v any) error {
	yes, err := truth(v)
	if err != nil {
		return err
	}
	if b.filtering && yes {
		b.askAttr(true, "fdb")
	}
	if b.filtering || yes {
		b.attr(yes, "fdb")
	}
	return nil
}

func setGroupType(b *builder, v any) error {
	b.attr(v, "group_type")
	return nil
}

// setGroup makes struct nexthop_grp of each member; weights above 256 take both of its bytes (include/uapi/linux/nexthop.h).
func setGroup(b *builder, v any) error {
	var list []any
	switch x := v.(type) {
	case string:
		for part := range strings.SplitSeq(x, "/") { // as ip-nexthop(8)
			id, weight, both := strings.Cut(strings.TrimSpace(part), ",")
			if !both {
				weight = "1"
			}
			list = append(list, codec.Table{{Name: "id", Value: id}, {Name: "weight", Value: weight}})
		}
	case []any:
		list = x
	default:
		list = []any{v}
	}
	var members []any
	for i, e := range list {
		m, err := groupMember(e)
		if err != nil {
			return fmt.Errorf("member %d: %w", i+1, err)
		}
		members = append(members, m)
	}
	b.attr(members, "group")
	return nil
}

func groupMember(v any) (codec.Table, error) {
	t, ok := v.(codec.Table)
	if !ok {
		t = codec.Table{{Name: "id", Value: v}}
	}
	var id, weight int64 = 0, 1
	for _, p := range t {
		n, err := whole(p.Value)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		case p.Name == "id":
			id = n
		case p.Name == "weight":
			weight = n
		case p.Name == "weight_high":
			weight += n << 8
		default:
			return nil, fmt.Errorf("unknown name %q: a member has id and weight", p.Name)
		}
	}
	if id < 1 || weight < 1 || weight > 1<<16 {
		return nil, errors.New("want the id of a nexthop, and a weight of 1 to 65536")
	}
	return codec.Table{{Name: "id", Value: uint64(id)}, {Name: "weight", Value: uint64(weight-1)&0xff + 1}, {Name: "weight_high", Value: uint64(weight-1) >> 8}}, nil
}

func finishNexthop(b *builder) error {
	if !b.filtering && b.has("res_group") && !b.has("group_type") {
		b.attr("resilient", "group_type")
	}
	if b.filtering || b.verb == nil || b.verb.Type != unix.RTM_NEWNEXTHOP || b.has("group") {
		b.finishFamily(0)
		return nil
	}
	b.finishFamily(unix.AF_INET)
	return nil
}
