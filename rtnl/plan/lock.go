package plan

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// lockPause is how long one waits before asking again for a namespace that another program works on.
const lockPause = 10 * time.Millisecond

// hold keeps the plans of other programs out of the plan's namespaces until release: one that fails puts back the picture that it took
// before, and would undo what another one has done meanwhile. The lock, flock(2) on the namespace's file, ends with the program.
// waited: another plan was under way, and what was compared before is of the past. A namespace that nobody can open is nobody's.
func (p *Plan) hold(ctx context.Context) (release func(), waited bool, err error) {
	type file struct {
		*os.File
		inode uint64
	}
	var files []file
	release = func() {
		for _, f := range files {
			f.Close()
		}
	}
	for name, s := range p.spaces {
		if p.missing[name] {
			continue
		}
		var st unix.Stat_t
		f, err := s.open()
		if err == nil && unix.Fstat(int(f.Fd()), &st) == nil {
			files = append(files, file{f, st.Ino})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.inode, b.inode) }) // all in one order: none waits for the other
	for i, f := range files {
		if i > 0 && files[i-1].inode == f.inode { // by another name
			continue
		}
		for {
			err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
			if !errors.Is(err, unix.EWOULDBLOCK) && !errors.Is(err, unix.EINTR) {
				break
			}
			waited = waited || errors.Is(err, unix.EWOULDBLOCK)
			select {
			case <-time.After(lockPause):
			case <-ctx.Done():
				release()
				return nil, waited, context.Cause(ctx)
			}
		}
	}
	return release, waited, nil
}
