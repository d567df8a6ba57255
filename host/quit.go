package host

import (
	"os/signal"
	"unsafe"

	"golang.org/x/sys/unix"
)

// quitByDefault has SIGQUIT end the process as it ends any other: Go's runtime would write all its goroutines. The runtime is told that
// the signal is ignored, so that signal.Notify sets it up anew; what is then set is a struct sigaction of zeros, SIG_DFL, whose size
// and layout differ from machine to machine.
func quitByDefault() {
	signal.Ignore(unix.SIGQUIT)
	var none [8]uint64
	for _, set := range []uintptr{8, 16} { // bytes of a sigset_t: of MIPS the latter
		if _, _, errno := unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(unix.SIGQUIT), uintptr(unsafe.Pointer(&none)), 0, set, 0, 0); errno == 0 {
			return
		}
	}
}
