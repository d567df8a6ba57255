package bindings

import (
	"runtime/debug"
	"time"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/host"
	"nlua/rtnl"
)

// What --sandbox allows: some seconds of work, memory for all but the largest dumps as lists, and a minute altogether, where --timeout
// does not say otherwise.
const (
	sandboxInstructions = 200_000_000
	sandboxMemory       = 512 << 20
	sandboxTime         = time.Minute
)

// notInSandbox are the options of objects that lead out of the namespace, or to other descriptors and hosts.
var notInSandbox = []string{"fileno", "use_socket", "netns", "netns_path", "flags", "telemetry", "all_ns"}

// What of rtnl and of its objects a sandbox has not: other namespaces, raw bytes, descriptors.
var (
	notInRtnl    = []string{"netns", "NetNS"}
	notInObjects = []string{"fileno", "send", "sendto", "remove", "get_netns_info", "get_netnsid", "set_netnsid", "getsockopt", "setsockopt", "guard"}
)

// confine sets what the VM and the process must know before a script of a sandbox runs.
func (opts *Options) confine(cfg *host.Config) {
	if opts.instructions > 0 {
		opts.Sandbox.Instructions = opts.instructions
	}
	cfg.Budget = opts.Sandbox
	cfg.NoPrograms = func() error {
		return &rtnl.Error{Request: "exec", Errno: unix.EPERM, Message: "--sandbox: no program is started"}
	}
	// What has no name in the heap any more shall not count: near the bound it is collected sooner.
	debug.SetMemoryLimit(opts.Sandbox.Memory - opts.Sandbox.Memory/8)
	// Beyond this an array's items are kept by key, where # does not count them: an array of this size, as it grows, takes the
	// memory. t[6e7] = 1 alone would take a gigabyte.
	lua.MaxArrayIndex = 20_000_000
}

// restrict takes away what bindings have and a sandbox has not.
func (s *Space) restrict(lib *lua.LTable) {
	for _, name := range notInRtnl {
		lib.RawSetString(name, lua.LNil)
	}
	for _, c := range s.classes {
		for _, name := range notInObjects {
			s.methodsOf(c).RawSetString(name, lua.LNil)
		}
	}
}
