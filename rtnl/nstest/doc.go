// Package nstest runs tests on the real kernel in throw-away namespaces: the
// test binary runs itself again as root of a user namespace, so that `go test` needs no privilege and
// changes nothing outside.
//
//	func TestMain(m *testing.M) { nstest.Main(m) }
//
//	func TestVlan(t *testing.T) {
//		nstest.Need(t, "vlan")
//		ns := nstest.New(t)
//		err := netns.Do(ns, func() error { ... })
//	}
//
// A test that the kernel cannot serve is skipped by Need, which names what is missing; Main counts
// the skips. In the lab, where VMLAB is set, what its kernel has must not be missing.
package nstest
