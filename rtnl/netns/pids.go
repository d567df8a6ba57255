package netns

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// PidsOf lists the processes whose main thread is in the namespace, in
// ascending order, as far as the caller may look.
func PidsOf(r Ref) ([]int, error) {
	want, err := r.ID()
	if err != nil {
		return nil, err
	}
	processes, err := Processes()
	if err != nil {
		return nil, err
	}
	pids := []int{}
	for _, ref := range processes {
		if id, err := ref.ID(); err == nil && id == want {
			pids = append(pids, ref.pid)
		}
	}
	slices.Sort(pids)
	return pids, nil
}

// Unnamed lists files of namespaces that the caller can open without a name: what is mounted somewhere, and what processes are in.
// A namespace may be there several times, and be gone when its file is opened.
func Unnamed() (list []Ref) {
	mounts, _ := os.ReadFile("/proc/self/mountinfo")
	unescape := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	for line := range strings.Lines(string(mounts)) { // id, parent, device, root, mount point, ..., "-", type
		fields := strings.Fields(line)
		if len(fields) > 4 && strings.HasPrefix(fields[3], "net:[") {
			list = append(list, OfPath(unescape.Replace(fields[4])))
		}
	}
	processes, _ := Processes()
	return append(list, processes...)
}

// Processes lists the namespaces that processes are in, one for each process.
func Processes() (list []Ref, err error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", errnoOf(err))
	}
	for _, entry := range entries {
		if pid, err := strconv.Atoi(entry.Name()); err == nil {
			list = append(list, OfPID(pid))
		}
	}
	return list, nil
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
