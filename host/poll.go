package host

import (
	"math"
	"time"

	"golang.org/x/sys/unix"
)

// PollFds waits until one of the descriptors is ready, the time is up (d < 0: never), or cancel closes, which gives an error.
// It returns how many are ready; their Revents say for what. For use inside VM.Wait.
func PollFds(cancel <-chan struct{}, fds []unix.PollFd, d time.Duration) (int, error) {
	wake, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return 0, err
	}
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		select {
		case <-cancel:
			_, _ = unix.Write(wake, []byte{1, 0, 0, 0, 0, 0, 0, 0})
		case <-done:
		}
	}()
	defer func() {
		close(done)
		<-gone
		_ = unix.Close(wake)
	}()
	all := append(fds[:len(fds):len(fds)], unix.PollFd{Fd: int32(wake), Events: unix.POLLIN})
	end := time.Now().Add(d)
	for {
		ms := -1
		if d >= 0 {
			left := max(time.Until(end), 0)
			ms = int(min((left+time.Millisecond-1)/time.Millisecond, math.MaxInt32))
		}
		n, err := unix.Poll(all, ms)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return 0, err
		}
		if all[len(fds)].Revents != 0 {
			return 0, errStop
		}
		copy(fds, all)
		return n, nil
	}
}
