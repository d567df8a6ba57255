package nstest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"

	"nlua/rtnl/netns"
	"nlua/rtnl/nl"

	"golang.org/x/sys/unix"
)

// probes try to make a thing in a namespace of its own. What the kernel does not
// know it refuses in a way of its own; any other refusal means that it knows it.
var probes = map[string]func(kind string) error{
	"link":   probeLink,
	"qdisc":  probeQdisc,
	"filter": probeFilter,
	"action": probeAction,
	"encap":  probeEncap,
	"card":   probeCard,
	"group":  probeGroup,
	"symbol": probeSymbol,
}

// scratch opens a socket in a namespace that ends with it.
func scratch(f func(*nl.Conn) error) error {
	file, err := netns.New()
	if err != nil {
		return err
	}
	defer file.Close()
	return netns.Do(netns.OfFD(int(file.Fd())), func() error {
		kernelChooses := uint32(0)
		conn, err := nl.Open(nl.Config{PID: &kernelChooses, ExtAck: true})
		if err != nil {
			return err
		}
		defer conn.Close()
		return f(conn)
	})
}

func request(conn *nl.Conn, msgType uint16, parts ...[]byte) error {
	var body []byte
	for _, part := range parts {
		body = append(body, part...)
	}
	_, err := conn.Exchange(context.Background(), nl.NewMessage(msgType, nl.FlagRequest|unix.NLM_F_CREATE|unix.NLM_F_EXCL, body), nil)
	return err
}

// known turns the refusal that means "I do not know that kind" into an error, and no other.
func known(err error, unknown unix.Errno) error {
	if errors.Is(err, unknown) {
		return fmt.Errorf("the kernel does not know it: %w", err)
	}
	return nil
}

// probeGroup joins a multicast group, by its number.
func probeGroup(number string) error {
	n, err := strconv.ParseUint(number, 10, 32)
	if err != nil {
		return err
	}
	return scratch(func(*nl.Conn) error {
		kernelChooses := uint32(0)
		conn, err := nl.Open(nl.Config{PID: &kernelChooses, Groups: []uint32{uint32(n)}})
		if err == nil {
			conn.Close()
		}
		return err
	})
}

func probeLink(kind string) error {
	return scratch(func(conn *nl.Conn) error {
		err := request(conn, unix.RTM_NEWLINK, make([]byte, unix.SizeofIfInfomsg),
			attr(unix.IFLA_LINKINFO, attr(unix.IFLA_INFO_KIND, text(kind))))
		var refusal *nl.OpError
		if errors.As(err, &refusal) && refusal.Message != "" && refusal.Message != "Unknown device type" {
			return nil // tun: it exists, but is made otherwise
		}
		return known(err, unix.EOPNOTSUPP)
	})
}

const (
	loIndex    = 1
	tcRoot     = 0xffffffff // TC_H_ROOT
	tcClsact   = 0xfffffff1 // TC_H_CLSACT, TC_H_INGRESS
	tcIngress  = 0xfffffff2 // TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)
	clsactID   = 0xffff0000
	tcaKind    = 1 // TCA_KIND
	tcaOptions = 2 // TCA_OPTIONS
	tcaActKind = 1 // TCA_ACT_KIND
	u32Sel     = 5 // TCA_U32_SEL: struct tc_u32_sel, 16 bytes, all 0 matches everything
	u32Act     = 7 // TCA_U32_ACT
)

// tcmsg is struct tcmsg on lo.
func tcmsg(handle, parent, info uint32) []byte {
	b := make([]byte, 20)
	binary.NativeEndian.PutUint32(b[4:], loIndex)
	binary.NativeEndian.PutUint32(b[8:], handle)
	binary.NativeEndian.PutUint32(b[12:], parent)
	binary.NativeEndian.PutUint32(b[16:], info)
	return b
}

func probeQdisc(kind string) error {
	handle, parent := uint32(0x10000), uint32(tcRoot)
	if kind == "ingress" || kind == "clsact" {
		handle, parent = clsactID, tcClsact
	}
	return scratch(func(conn *nl.Conn) error {
		return known(request(conn, unix.RTM_NEWQDISC, tcmsg(handle, parent, 0), attr(tcaKind, text(kind))), unix.ENOENT)
	})
}

func probeFilter(kind string) error { return tryFilter(attr(tcaKind, text(kind))) }

// probeAction puts the action into a filter: RTM_NEWACTION wants a capability
// in the initial user namespace.
func probeAction(kind string) error {
	return tryFilter(attr(tcaKind, text("u32")),
		attr(tcaOptions, attr(u32Sel, make([]byte, 16)), attr(u32Act, attr(1, attr(tcaActKind, text(kind))))))
}

func tryFilter(attrs ...[]byte) error {
	return scratch(func(conn *nl.Conn) error {
		if err := request(conn, unix.RTM_NEWQDISC, tcmsg(clsactID, tcClsact, 0), attr(tcaKind, text("clsact"))); err != nil {
			return err
		}
		const info = 1<<16 | 0x0300 // priority 1, htons(ETH_P_ALL)
		return known(request(conn, unix.RTM_NEWTFILTER, append([][]byte{tcmsg(0, tcIngress, info)}, attrs...)...), unix.ENOENT)
	})
}

// encaps are the lightweight tunnels: include/uapi/linux/lwtunnel.h, enum lwtunnel_encap_types.
var encaps = []string{"none", "mpls", "ip", "ila", "ip6", "seg6", "bpf", "seg6local", "rpl", "ioam6", "xfrm"}

// probeEncap tries a route whose encapsulation is empty: the kernel looks for the kind first.
func probeEncap(kind string) error {
	typ := slices.Index(encaps, kind)
	if typ < 0 {
		return fmt.Errorf("nstest knows no encapsulation %q", kind)
	}
	rtmsg := make([]byte, unix.SizeofRtMsg)
	rtmsg[0], rtmsg[4], rtmsg[7] = unix.AF_INET6, unix.RT_TABLE_MAIN, unix.RTN_UNICAST
	return scratch(func(conn *nl.Conn) error {
		return known(request(conn, unix.RTM_NEWROUTE, rtmsg, attr(unix.RTA_OIF, binary.NativeEndian.AppendUint32(nil, loIndex)),
			attr(unix.RTA_ENCAP_TYPE, binary.NativeEndian.AppendUint16(nil, uint16(typ))), attr(unix.RTA_ENCAP)), unix.EOPNOTSUPP)
	})
}

// probeVlanFiltering reads back what it set: a kernel without it takes no notice.
func probeVlanFiltering() error {
	const vlanFiltering = 7 // IFLA_BR_VLAN_FILTERING
	return scratch(func(conn *nl.Conn) error {
		name := attr(unix.IFLA_IFNAME, text("probe"))
		err := request(conn, unix.RTM_NEWLINK, make([]byte, unix.SizeofIfInfomsg), name,
			attr(unix.IFLA_LINKINFO, attr(unix.IFLA_INFO_KIND, text("bridge")), attr(unix.IFLA_INFO_DATA, attr(vlanFiltering, []byte{1}))))
		if err != nil {
			return err
		}
		on := false
		get := nl.NewMessage(unix.RTM_GETLINK, nl.FlagRequest, append(make([]byte, unix.SizeofIfInfomsg), name...))
		_, err = conn.Exchange(context.Background(), get, func(m nl.Message) error {
			data := find(find(m.Body[unix.SizeofIfInfomsg:], unix.IFLA_LINKINFO), unix.IFLA_INFO_DATA)
			value := find(data, vlanFiltering)
			on = len(value) == 1 && value[0] == 1
			return nil
		})
		if err == nil && !on {
			err = errors.New("the bridge cannot filter by VLAN")
		}
		return err
	})
}

// probeCard looks into the namespace of process 1, in the lab only: elsewhere it is somebody's.
func probeCard(name string) error {
	if os.Getenv("VMLAB") == "" {
		return errors.New("this is not the lab")
	}
	return netns.Do(netns.OfPath("/proc/1/ns/net"), func() error {
		_, err := net.InterfaceByName(name)
		return err
	})
}

// probeSymbol looks for what no request would find without changing something.
func probeSymbol(name string) error {
	symbols, err := os.ReadFile("/proc/kallsyms")
	if err == nil && !strings.Contains(string(symbols), " "+name+"\t") && !strings.Contains(string(symbols), " "+name+"\n") {
		err = fmt.Errorf("the kernel has no %s", name)
	}
	return err
}

// attr makes one attribute of its parts; struct nlattr.
func attr(typ uint16, parts ...[]byte) []byte {
	b := make([]byte, 4)
	for _, part := range parts {
		b = append(b, part...)
	}
	binary.NativeEndian.PutUint16(b, uint16(len(b)))
	binary.NativeEndian.PutUint16(b[2:], typ)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func text(s string) []byte { return append([]byte(s), 0) }

// find gives the value of the first attribute of a type, nil where there is none.
func find(b []byte, typ uint16) []byte {
	for len(b) >= 4 {
		n := int(binary.NativeEndian.Uint16(b))
		if n < 4 || n > len(b) {
			return nil
		}
		if binary.NativeEndian.Uint16(b[2:])&0x3fff == typ {
			return b[4:n]
		}
		b = b[min((n+3)&^3, len(b)):]
	}
	return nil
}
