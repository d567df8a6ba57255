package bindings

import (
	"bytes"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/rtnl/nl"
)

// objectStatus is o.status: pyroute2's keys, as they are at the moment. A field of type any is nil where there is nothing to say.
type objectStatus struct {
	Pid         uint32      `luar:"pid"`
	Port        uint32      `luar:"port"`
	Epid        uint32      `luar:"epid"`
	Closed      bool        `luar:"closed"`
	Error       any         `luar:"error"` // "ENOBUFS": a raw socket that lost messages
	Family      int         `luar:"family"`
	Fileno      int         `luar:"fileno"` // -1 when closed
	Target      string      `luar:"target"`
	Flags       int         `luar:"flags"`
	Groups      uint32      `luar:"groups"`
	Memberships *lua.LTable `luar:"memberships"` // the numbers of all groups that are subscribed to
	Rcvsize     int         `luar:"rcvsize"`
	Rcvbuf      int         `luar:"rcvbuf"` // as the kernel counts: twice what was asked for
	Sndbuf      int         `luar:"sndbuf"`
	AllNs       bool        `luar:"all_ns"`
	ExtAck      bool        `luar:"ext_ack"`
	StrictCheck bool        `luar:"strict_check"`
	NlmEcho     bool        `luar:"nlm_echo"`
	Netns       any         `luar:"netns"`
	NetnsPath   *lua.LTable `luar:"netns_path"`
	Telemetry   any         `luar:"telemetry"`
	UseSocket   bool        `luar:"use_socket"`
	TagField    string      `luar:"tag_field"`
	Uname       *lua.LTable `luar:"uname"`
}

func (s *Space) status(L *lua.LState, o *object) lua.LValue {
	st := &objectStatus{
		Closed: o.closed, Target: o.asked.Target, Flags: o.asked.flags, Groups: o.asked.Groups, Rcvsize: o.asked.rcvsize,
		AllNs: o.asked.AllNSID, NlmEcho: o.asked.Echo, NetnsPath: s.asList(texts(L, o.asked.NetNSDirs)),
		UseSocket: o.asked.useSocket != nil, Fileno: -1, TagField: "sequence_number", Uname: texts(L, uname()),
		Memberships: L.NewTable(), Telemetry: o.asked.given["telemetry"],
	}
	if o.asked.netns != "" {
		st.Netns = o.asked.netns
	}
	if o.overflowed {
		st.Error = nl.ErrnoName(unix.ENOBUFS)
	}
	if o.bound {
		st.Groups = o.boundMask
	}
	if !o.closed {
		conn := s.clientOf(L, o).Named()
		got := conn.Options()
		st.Rcvbuf, st.Sndbuf, st.ExtAck, st.StrictCheck = got.RcvBuf, got.SndBuf, got.ExtAck, got.StrictCheck
		st.Epid, st.Fileno = conn.PortID(), conn.Fd()
		st.Pid, st.Port = st.Epid&(1<<22-1), st.Epid>>22
		groups, err := conn.Membership()
		if err != nil {
			s.vm.Raise(L, err)
		}
		for _, g := range groups {
			st.Memberships.Append(lua.LNumber(g))
		}
	}
	s.asList(st.Memberships)
	return s.cold(st)
}

// uname lists what uname(2) says: system, host, release, version, machine, domain.
func uname() (list []string) {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return nil
	}
	for _, field := range [][65]byte{u.Sysname, u.Nodename, u.Release, u.Version, u.Machine, u.Domainname} {
		text, _, _ := bytes.Cut(field[:], []byte{0})
		list = append(list, string(text))
	}
	return list
}
