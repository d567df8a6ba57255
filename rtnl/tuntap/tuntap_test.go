package tuntap_test

import (
	"errors"
	"net"
	"testing"

	"nlua/rtnl/netns"
	"nlua/rtnl/nstest"
	"nlua/rtnl/tuntap"

	"golang.org/x/sys/unix"
)

func TestMain(m *testing.M) { nstest.Main(m) }

func linkExists(t *testing.T, ns netns.Ref, name string) bool {
	t.Helper()
	found := false
	err := netns.Do(ns, func() error {
		links, err := net.Interfaces()
		for _, link := range links {
			found = found || link.Name == name
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestCreateDelete(t *testing.T) {
	nstest.Need(t, "file /dev/net/tun")
	root := uint32(0)
	tests := []struct {
		device tuntap.Device
		want   string
	}{
		{tuntap.Device{Name: "tun7", Mode: tuntap.Tun}, "tun7"},
		{tuntap.Device{Name: "blue%d", Mode: tuntap.Tap, NoPI: true, UID: &root, GID: &root}, "blue0"},
		{tuntap.Device{Name: "many", Mode: tuntap.Tap, MultiQueue: true, VnetHdr: true, OneQueue: true}, "many"},
	}
	for _, test := range tests {
		ns := nstest.New(t)
		name, err := tuntap.Create(ns, test.device)
		if err != nil || name != test.want {
			t.Errorf("%+v: %q, %v", test.device, name, err)
			continue
		}
		if !linkExists(t, ns, name) {
			t.Errorf("%s is not there", name)
		}
		if linkExists(t, netns.Ref{}, name) {
			t.Errorf("%s is in the wrong namespace", name)
		}
		again := test.device
		again.Name = name
		if _, err := tuntap.Create(ns, again); !errors.Is(err, unix.EEXIST) {
			t.Errorf("%s a second time: %v, want EEXIST", name, err)
		}
		if err := tuntap.Delete(ns, name, test.device.Mode); err != nil {
			t.Error(err)
		}
		if linkExists(t, ns, name) {
			t.Errorf("%s is still there", name)
		}
		if err := tuntap.Delete(ns, name, test.device.Mode); !errors.Is(err, unix.ENODEV) {
			t.Errorf("a second delete: %v, want ENODEV", err)
		}
	}
}

func TestRefusals(t *testing.T) {
	nstest.Need(t, "file /dev/net/tun")
	if _, err := tuntap.Create(netns.Ref{}, tuntap.Device{Name: "a-name-far-too-long", Mode: tuntap.Tun}); !errors.Is(err, unix.EINVAL) {
		t.Errorf("a long name: %v", err)
	}
	if _, err := tuntap.Create(netns.Ref{}, tuntap.Device{Name: "x"}); !errors.Is(err, unix.EINVAL) {
		t.Errorf("no mode: %v", err)
	}
}

func TestDeleteOfOthers(t *testing.T) {
	nstest.Need(t, "file /dev/net/tun")
	ns := nstest.New(t)
	if err := tuntap.Delete(ns, "lo", tuntap.Tun); !errors.Is(err, unix.EINVAL) {
		t.Errorf("delete lo: %v, want EINVAL", err)
	}
}
