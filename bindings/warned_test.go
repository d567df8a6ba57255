package bindings_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/bindings"
	"nlua/host"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
)

// warner is a kernel that does what it is asked for, with a remark.
type warner struct{}

func (warner) Send(m nl.Message) nl.Verdict {
	if nl.IsGet(m.Type) {
		return nl.Verdict{}
	}
	const text, ackTLVs, capped = "that was not wise\x00\x00\x00", 0x200, 0x100
	body := append(make([]byte, 4), m.Raw[:nl.HeaderLen]...)
	body = binary.NativeEndian.AppendUint16(body, uint16(4+len(text)))
	body = binary.NativeEndian.AppendUint16(body, unix.NLMSGERR_ATTR_MSG)
	return nl.Verdict{Answer: true, Replies: [][]byte{nl.NewMessage(unix.NLMSG_ERROR, ackTLVs|capped, append(body, text...))}}
}

func (warner) Sent(nl.Message)     {}
func (warner) Received(nl.Message) {}

// What the kernel has to say about a request that it carried out is told.
func TestKernelWarns(t *testing.T) {
	var out, errOut bytes.Buffer
	vm := host.New(host.Config{Stdout: &out, Stderr: &errOut, IgnoreEnv: true})
	space := bindings.Open(vm, &bindings.Options{NetNS: nstest.New(t).Path(), Gate: warner{}}, true)
	err := vm.RunSource("=warned", []byte(`ipr:link("set", { index = 1, mtu = 2000 }) ipr:transaction(function(tx) tx:link("set", { index = 1, mtu = 1900 }) end)`))
	vm.End(err)
	space.Close()
	vm.Close()
	want := strings.Repeat("nlua: link set: the kernel warns: that was not wise\n", 2)
	if err != nil || errOut.String() != want {
		t.Errorf("%v, %q", err, errOut.String())
	}
}
