package gate

import (
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
)

// Confined is the gate of a sandbox: it lets no message pass that names another namespace, by number, process or descriptor, or that
// hands a descriptor to the kernel.
type Confined struct{}

// leadOut are the attributes that do so (include/uapi/linux/if_link.h, if_addr.h, lwtunnel.h, pkt_cls.h, tc_act/tc_bpf.h).
var leadOut = []string{
	"IFLA_NET_NS_PID", "IFLA_NET_NS_FD", "IFLA_LINK_NETNSID", "IFLA_NEW_NETNSID", "IFLA_TARGET_NETNSID", "IFA_TARGET_NETNSID",
	"IFLA_XDP_FD", "IFLA_XDP_EXPECTED_FD", "IFLA_PPP_DEV_FD", "IFLA_GTP_FD0", "IFLA_GTP_FD1", "LWT_BPF_PROG_FD", "TCA_ACT_BPF_FD", "TCA_BPF_FD",
}

// Send refuses such messages with EPERM.
func (Confined) Send(m nl.Message) nl.Verdict {
	if m.Type < unix.RTM_BASE {
		return nl.Verdict{}
	}
	known := spec.ByType(m.Type)
	if known == nil || known.Sent() == nil || known.Object == "nsid" {
		return refuse("no such request is sent")
	}
	v := codec.ViewOf(known.Sent(), m.Body, nil)
	if what := outside(&v); what != "" {
		return refuse(what)
	}
	return nl.Verdict{}
}

func refuse(what string) nl.Verdict {
	return nl.Verdict{Errno: unix.EPERM, Reason: "sandbox: " + what}
}

// outside says what is wrong, "" if nothing does. The kernel takes the last of two equal attributes, which readers do not see: two of
// them are refused where one is meant.
func outside(v *codec.View) (what string) {
	seen := map[uint16]bool{}
	err := v.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		if row == nil {
			return true
		}
		switch {
		case slices.Contains(leadOut, row.C):
			what = row.Name + " leads to another namespace, or names a descriptor"
		case seen[typ] && !row.Multi:
			what = row.Name + " stands twice"
		default:
			value, _ := codec.Decode(v, row, p)
			what = within(value)
		}
		seen[typ] = true
		return what == ""
	})
	if err != nil && what == "" {
		what = "an attribute is malformed"
	}
	return what
}

func within(value any) (what string) {
	switch x := value.(type) {
	case codec.View:
		return outside(&x)
	case []any:
		for _, e := range x {
			if what = within(e); what != "" {
				break
			}
		}
	case codec.Table:
		for _, p := range x {
			if what = within(p.Value); what != "" {
				break
			}
		}
	}
	return what
}

// Sent does nothing.
func (Confined) Sent(nl.Message) {}

// Received does nothing.
func (Confined) Received(nl.Message) {}
