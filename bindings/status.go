package bindings

import (
	lua "github.com/yuin/gopher-lua"
	luar "layeh.com/gopher-luar"
)

// objectStatus is o.status: pyroute2's keys, as they are at the moment.
type objectStatus struct {
	Pid         uint32   `luar:"pid"`
	Port        uint32   `luar:"port"`
	Epid        uint32   `luar:"epid"`
	Closed      bool     `luar:"closed"`
	Target      string   `luar:"target"`
	Flags       int      `luar:"flags"`
	Groups      uint32   `luar:"groups"`
	Rcvsize     int      `luar:"rcvsize"`
	Rcvbuf      int      `luar:"rcvbuf"`
	Sndbuf      int      `luar:"sndbuf"`
	AllNs       bool     `luar:"all_ns"`
	ExtAck      bool     `luar:"ext_ack"`
	StrictCheck bool     `luar:"strict_check"`
	NlmEcho     bool     `luar:"nlm_echo"`
	Netns       string   `luar:"netns"`
	NetnsPath   []string `luar:"netns_path"`
	UseSocket   bool     `luar:"use_socket"`
	Fileno      int      `luar:"fileno"`
	TagField    string   `luar:"tag_field"`
}

func (s *Space) status(L *lua.LState, o *object) lua.LValue {
	st := &objectStatus{
		Closed: o.closed, Target: o.asked.Target, Flags: o.asked.flags, Groups: o.asked.Groups, Rcvsize: o.asked.rcvsize,
		AllNs: o.asked.AllNSID, NlmEcho: o.asked.Echo, Netns: o.asked.netns, NetnsPath: o.asked.NetNSDirs,
		UseSocket: o.asked.useSocket != nil, Fileno: -1, TagField: "sequence_number",
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
	}
	return luar.New(s.vm.L(), st)
}
