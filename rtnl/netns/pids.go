package netns

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// PidsOf lists the processes whose main thread is in the namespace, in
// ascending order, as far as the caller may look.
func PidsOf(r Ref) ([]int, error) {
	want, err := r.ID()
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir("/proc") // sorted as text; numbers are sorted below
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", errnoOf(err))
	}
	pids := []int{}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if id, err := idOf(OfPID(pid).Path()); err == nil && id == want {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return pids, nil
}

// NameOfPID gives the name in dirs of the namespace that a process is in, ""
// where it has none; no dirs given means DefaultDirs.
func NameOfPID(pid int, dirs ...string) (string, error) {
	want, err := OfPID(pid).ID()
	if err != nil {
		if err := unix.Kill(pid, 0); err == unix.ESRCH {
			return "", fmt.Errorf("process %d: %w", pid, err)
		}
		return "", err
	}
	return NameOfID(want, dirs...)
}

// NameOfID gives the name of a namespace, "" where it has none.
func NameOfID(want ID, dirs ...string) (string, error) {
	if len(dirs) == 0 {
		dirs = DefaultDirs()
	}
	for _, dir := range dirs {
		names, err := List(dir)
		if err != nil {
			return "", err
		}
		for _, name := range names {
			if id, err := idOf(filepath.Join(dir, name)); err == nil && id == want {
				return name, nil
			}
		}
	}
	return "", nil
}
