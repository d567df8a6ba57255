package spec

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
	"nlua/rtnl/codec"
)

// headerFolder holds the kernel's UAPI headers (linux-libc-dev).
const headerFolder = "/usr/include/linux"

// headerFiles lists those that a pattern in headerFolder fits.
func headerFiles(t *testing.T, patterns ...string) (files []string) {
	t.Helper()
	for _, pattern := range patterns {
		found, _ := filepath.Glob(filepath.Join(headerFolder, pattern))
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skipf("no UAPI headers in %s: the package linux-libc-dev is not installed", headerFolder)
	}
	return files
}

// headerEnums reads the numbers of every enum in the UAPI headers. Names that stand in two enums with two numbers are left out.
func headerEnums(t *testing.T) map[string]uint64 {
	t.Helper()
	all := map[string]uint64{}
	for _, file := range headerFiles(t, "*.h", "can/*.h", "caif/*.h", "tc_act/*.h", "tc_ematch/*.h") {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		readEnums(string(b), all)
	}
	return all
}

var (
	cComment = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*|(?m:^[ \t]*#[^\n]*)`)
	cEnum    = regexp.MustCompile(`(?s)\benum\b\s*\w*\s*\{(.*?)\}`)
	cShift   = regexp.MustCompile(`^\(?\s*1U?L*\s*<<\s*(\d+)\s*\)?$`)
)

func readEnums(text string, into map[string]uint64) {
	text = cComment.ReplaceAllString(text, "")
	for _, m := range cEnum.FindAllStringSubmatch(text, -1) {
		next, known := uint64(0), true
		for item := range strings.SplitSeq(m[1], ",") {
			name, expr, given := strings.Cut(item, "=")
			name = strings.TrimSpace(name)
			if name == "" {
				continue
			}
			if given {
				next, known = enumValue(strings.TrimSpace(expr), into)
			}
			if known {
				if _, twice := into[name]; !twice {
					into[name] = next
				}
			}
			next++
		}
	}
}

func enumValue(expr string, names map[string]uint64) (uint64, bool) {
	if v, err := strconv.ParseUint(expr, 0, 64); err == nil {
		return v, true
	}
	if m := cShift.FindStringSubmatch(expr); m != nil {
		n, _ := strconv.Atoi(m[1])
		return 1 << n, true
	}
	v, ok := names[expr]
	return v, ok
}

// newerThanHeaders are attributes that the headers of Debian 12 (Linux 6.1) lack; the AF_* are no enum.
var newerThanHeaders = []string{
	"AF_INET", "AF_INET6", "AF_MCTP", "AF_MPLS", "BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS", "BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS",
	"BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS", "DCB_ATTR_DCB_APP", "DCB_ATTR_DCB_APP_TRUST_TABLE", "DCB_ATTR_DCB_REWR_TABLE",
	"DPLL_A_PIN_ID", "FRA_DPORT_MASK", "FRA_DSCP", "FRA_DSCP_MASK", "FRA_FLOWLABEL", "FRA_FLOWLABEL_MASK", "FRA_SPORT_MASK",
	"IFLA_BRPORT_BACKUP_NHID", "IFLA_BRPORT_MAB", "IFLA_BRPORT_MCAST_MAX_GROUPS", "IFLA_BRPORT_MCAST_N_GROUPS",
	"IFLA_BRPORT_NEIGH_VLAN_SUPPRESS", "IFLA_BR_FDB_MAX_LEARNED", "IFLA_BR_FDB_N_LEARNED", "IFLA_DEVLINK_PORT", "IFLA_DPLL_PIN",
	"IFLA_GENEVE_PORT_RANGE", "IFLA_GRO_IPV4_MAX_SIZE", "IFLA_GSO_IPV4_MAX_SIZE", "IFLA_GTP_LOCAL", "IFLA_GTP_LOCAL6",
	"IFLA_BOND_BROADCAST_NEIGH", "IFLA_HEADROOM", "IFLA_TAILROOM", "IFLA_HSR_INTERLINK", "IFLA_MACVLAN_BC_CUTOFF", "IFLA_MAX_PACING_OFFLOAD_HORIZON", "IFLA_MCTP_PHYS_BINDING",
	"IFLA_NETKIT_HEADROOM", "IFLA_NETKIT_MODE", "IFLA_NETKIT_PEER_INFO", "IFLA_NETKIT_PEER_POLICY", "IFLA_NETKIT_PEER_SCRUB",
	"IFLA_NETKIT_POLICY", "IFLA_NETKIT_PRIMARY", "IFLA_NETKIT_SCRUB", "IFLA_NETKIT_TAILROOM", "IFLA_NETNS_IMMUTABLE",
	"IFLA_OVPN_MODE", "IFLA_VXLAN_LABEL_POLICY", "IFLA_VXLAN_LOCALBYPASS", "IFLA_VXLAN_MC_ROUTE", "IFLA_VXLAN_RESERVED_BITS",
	"IOAM6_IPTUNNEL_SRC", "MDBA_MDB_EATTR_DST", "MDBA_MDB_EATTR_DST_PORT", "MDBA_MDB_EATTR_IFINDEX", "MDBA_MDB_EATTR_SRC_VNI",
	"MDBA_MDB_EATTR_VNI", "MDBE_ATTR_DST", "MDBE_ATTR_DST_PORT", "MDBE_ATTR_GROUP_MODE", "MDBE_ATTR_IFINDEX",
	"MDBE_ATTR_RTPROT", "MDBE_ATTR_SRC_LIST", "MDBE_ATTR_SRC_VNI", "MDBE_ATTR_STATE_MASK", "MDBE_ATTR_VNI",
	"MDBE_SRCATTR_ADDRESS", "MDBE_SRC_LIST_ENTRY", "NETCONFA_FORCE_FORWARDING", "NHA_GROUP_STATS", "NHA_GROUP_STATS_ENTRY",
	"NHA_GROUP_STATS_ENTRY_ID", "NHA_GROUP_STATS_ENTRY_PACKETS", "NHA_GROUP_STATS_ENTRY_PACKETS_HW", "NHA_HW_STATS_ENABLE",
	"NHA_HW_STATS_USED", "NHA_OP_FLAGS", "RTA_FLOWLABEL", "TCA_CT_HELPER_FAMILY", "TCA_CT_HELPER_NAME", "TCA_CT_HELPER_PROTO",
	"TCA_DUALPI2_ALPHA", "TCA_DUALPI2_BETA", "TCA_DUALPI2_COUPLING", "TCA_DUALPI2_C_PROTECTION", "TCA_DUALPI2_DROP_EARLY",
	"TCA_DUALPI2_DROP_OVERLOAD", "TCA_DUALPI2_ECN_MASK", "TCA_DUALPI2_LIMIT", "TCA_DUALPI2_MEMORY_LIMIT",
	"TCA_DUALPI2_MIN_QLEN_STEP", "TCA_DUALPI2_SPLIT_GSO", "TCA_DUALPI2_STEP_THRESH_PKTS", "TCA_DUALPI2_STEP_THRESH_US",
	"TCA_DUALPI2_TARGET", "TCA_DUALPI2_TUPDATE", "TCA_FLOWER_KEY_CFM", "TCA_FLOWER_KEY_CFM_MD_LEVEL",
	"TCA_FLOWER_KEY_CFM_OPCODE", "TCA_FLOWER_KEY_ENC_FLAGS", "TCA_FLOWER_KEY_ENC_FLAGS_MASK", "TCA_FLOWER_KEY_SPI",
	"TCA_FLOWER_KEY_SPI_MASK", "TCA_FLOWER_L2_MISS", "TCA_FQ_PRIOMAP", "TCA_FQ_WEIGHTS", "TCA_MIRRED_BLOCKID",
	"TCA_MQPRIO_TC_ENTRY", "TCA_MQPRIO_TC_ENTRY_FP", "TCA_MQPRIO_TC_ENTRY_INDEX", "TCA_NETEM_PRNG_SEED",
	"TCA_TAPRIO_OFFLOAD_STATS_PAD", "TCA_TAPRIO_OFFLOAD_STATS_TX_OVERRUNS", "TCA_TAPRIO_OFFLOAD_STATS_WINDOW_DROPS",
	"TCA_TAPRIO_TC_ENTRY_FP", "TCA_TUNNEL_KEY_NO_FRAG",
}

func TestNumbersOfHeaders(t *testing.T) {
	enums := headerEnums(t)
	compared := 0
	for _, set := range Sets() {
		for i := range set.Rows {
			row := &set.Rows[i]
			v, known := enums[row.C]
			switch {
			case known && v != uint64(row.Type):
				t.Errorf("%s: %s is %d, the headers say %d", set.Name, row.C, row.Type, v)
			case known:
				compared++
			case !slices.Contains(newerThanHeaders, row.C):
				t.Errorf("%s: %s is in no header of %s", set.Name, row.C, headerFolder)
			}
		}
	}
	t.Logf("%d numbers compared", compared)
}

// TestDevconf compares the order of the arrays of settings with the headers.
func TestDevconf(t *testing.T) {
	for name, v := range headerEnums(t) {
		for _, c := range []struct {
			prefix string
			fields []codec.Field
			first  uint64
		}{{"DEVCONF_", ipv6DevconfStruct.Fields, 0}, {"IPV4_DEVCONF_", ipv4DevconfStruct.Fields, 1}, {"IPV4_DEVCONF_", inetDevconfSet.Fixed.Fields, 0}} {
			word, ok := strings.CutPrefix(name, c.prefix)
			if !ok || word == "MAX" {
				continue
			}
			if i := int(v - c.first); i >= len(c.fields) {
				t.Errorf("%s (%d) is not in the structure", name, v)
			} else if f := c.fields[i]; !strings.EqualFold(f.Name, word) && !strings.EqualFold(f.C, word) {
				t.Errorf("%s (%d) is called %s", name, v, f.Name)
			}
		}
	}
}

func TestNumbersOfUnix(t *testing.T) {
	for _, c := range []struct {
		set  *codec.Set
		name string
		want uint16
	}{
		{&Link, "ifname", unix.IFLA_IFNAME}, {&Link, "linkinfo", unix.IFLA_LINKINFO}, {&Link, "stats64", unix.IFLA_STATS64},
		{&Link, "perm_address", unix.IFLA_PERM_ADDRESS}, {&Link, "alt_ifname", unix.IFLA_ALT_IFNAME}, {&Link, "xdp", unix.IFLA_XDP},
		{&Addr, "cacheinfo", unix.IFA_CACHEINFO}, {&Addr, "flags", unix.IFA_FLAGS}, {&Addr, "rt_priority", unix.IFA_RT_PRIORITY},
		{&Route, "multipath", unix.RTA_MULTIPATH}, {&Route, "via", unix.RTA_VIA}, {&Route, "encap", unix.RTA_ENCAP}, {&Route, "nh_id", 30},
		{&Rule, "priority", unix.FRA_PRIORITY}, {&Rule, "table", unix.FRA_TABLE}, {&Rule, "dport_range", unix.FRA_DPORT_RANGE},
		{&Neigh, "lladdr", unix.NDA_LLADDR}, {&Neigh, "flags_ext", 15},
		{&vlanAttrs, "vlan_id", unix.IFLA_VLAN_ID}, {&bondAttrs, "bond_mode", unix.IFLA_BOND_MODE}, {&vxlanAttrs, "vxlan_port", unix.IFLA_VXLAN_PORT},
		{&bridgeAttrs, "br_stp_state", unix.IFLA_BR_STP_STATE}, {&brportAttrs, "cost", unix.IFLA_BRPORT_COST}, {&vrfAttrs, "vrf_table", unix.IFLA_VRF_TABLE},
	} {
		if row := c.set.Named(c.name); row == nil || row.Type != c.want {
			t.Errorf("%s: %s is %+v, want number %d", c.set.Name, c.name, row, c.want)
		}
	}
	for _, c := range []struct {
		s    *codec.Struct
		want int
	}{
		{Link.Fixed, unix.SizeofIfInfomsg}, {Addr.Fixed, unix.SizeofIfAddrmsg}, {Route.Fixed, unix.SizeofRtMsg}, {Neigh.Fixed, unix.SizeofNdMsg},
		{hopAttrs.Fixed, unix.SizeofRtNexthop}, {&ifaCacheinfoStruct, unix.SizeofIfaCacheinfo}, {Rule.Fixed, 12}, {TC.Fixed, 20},
	} {
		if c.s.Size != c.want {
			t.Errorf("struct %s has %d bytes, want %d", c.s.Name, c.s.Size, c.want)
		}
	}
}
