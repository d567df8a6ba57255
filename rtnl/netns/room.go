package netns

import (
	"errors"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// WithRoom opens something. Where the process has no descriptor left, the collector may find some that were forgotten: those are
// closed a moment later.
func WithRoom(open func() error) error {
	err := open()
	for patience := time.Millisecond; Full(err) && patience < 500*time.Millisecond; patience *= 2 {
		if patience == time.Millisecond {
			runtime.GC()
		}
		time.Sleep(patience)
		err = open()
	}
	return err
}

// Full tells whether an error says that there is no room for another descriptor, in the process or in the system.
func Full(err error) bool { return errors.Is(err, unix.EMFILE) || errors.Is(err, unix.ENFILE) }

// openFile is os.Open with room.
func openFile(path string) (f *os.File, err error) {
	err = WithRoom(func() (err error) {
		f, err = os.Open(path)
		return err
	})
	return f, err
}
