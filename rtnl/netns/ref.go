package netns

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// RunDir is where named namespaces are mounted, as iproute2 does.
const RunDir = "/var/run/netns"

// DefaultDirs are where names are looked up.
func DefaultDirs() []string { return []string{RunDir, "/var/run/docker/netns"} }

// Ref says where a network namespace is. The zero Ref is the one of the
// calling thread. It holds no descriptor of its own: it is opened at each use.
type Ref struct {
	path string // of a file in nsfs, or a mount of one
	name string // for people
	pid  int    // of a process that is in it, else 0
}

// IsZero tells whether r is the caller's own namespace.
func (r Ref) IsZero() bool { return r.path == "" }

// Path is the file that the namespace is opened by; "" for the caller's own.
func (r Ref) Path() string { return r.path }

// String is what a person would call it: its name, path or "pid 42".
func (r Ref) String() string {
	if r.name != "" {
		return r.name
	}
	return r.path
}

// OfPath is the namespace at a path.
func OfPath(path string) Ref { return Ref{path: path, name: path} }

// OfPID is the network namespace of a process.
func OfPID(pid int) Ref {
	return Ref{path: fmt.Sprintf("/proc/%d/ns/net", pid), name: fmt.Sprintf("pid %d", pid), pid: pid}
}

// OfFD is the namespace of a descriptor of this process, which must stay open as long as the Ref is used.
func OfFD(fd int) Ref {
	return Ref{path: fmt.Sprintf("/proc/self/fd/%d", fd), name: fmt.Sprintf("descriptor %d", fd)}
}

// IsPath tells whether a text is plainly a path and no name.
func IsPath(s string) bool { return strings.ContainsRune(s, '/') }

// CheckName refuses what cannot be the name of a namespace: a name is one component of a path.
func CheckName(name string) error {
	why := ""
	switch {
	case name == "":
		why = "it is empty"
	case name == "." || name == "..":
		why = "it is a directory"
	case strings.ContainsRune(name, '/'):
		why = "it contains a slash"
	case strings.ContainsRune(name, 0):
		why = "it contains a NUL byte"
	case len(name) > unix.NAME_MAX:
		why = fmt.Sprintf("it is longer than %d bytes", unix.NAME_MAX)
	default:
		return nil
	}
	return fmt.Errorf("network namespace name %.100q: %s: %w", name, why, unix.EINVAL)
}

// Find gives the namespace of a name, or of a path where the text is plainly
// one. The first of dirs that has the name wins; none given means DefaultDirs. A
// name that is nowhere is fs.ErrNotExist (ENOENT).
func Find(nameOrPath string, dirs ...string) (Ref, error) {
	if IsPath(nameOrPath) {
		if strings.ContainsRune(nameOrPath, 0) {
			return Ref{}, fmt.Errorf("network namespace %q: the path contains a NUL byte: %w", nameOrPath, unix.EINVAL)
		}
		if _, err := os.Stat(nameOrPath); err != nil {
			return Ref{}, fmt.Errorf("network namespace %s: %w", nameOrPath, errnoOf(err))
		}
		return OfPath(nameOrPath), nil
	}
	if err := CheckName(nameOrPath); err != nil {
		return Ref{}, err
	}
	if len(dirs) == 0 {
		dirs = DefaultDirs()
	}
	for _, dir := range dirs {
		path := filepath.Join(dir, nameOrPath)
		if _, err := os.Stat(path); err == nil {
			return Ref{path: path, name: nameOrPath}, nil
		}
	}
	return Ref{}, fmt.Errorf("network namespace %s: %w (create it, or look in netns_path)", nameOrPath, unix.ENOENT)
}

// Resolve finds a namespace as the option flags says. Without O_CREAT a
// missing one is ENOENT; with it a missing one is made. With O_CREAT and O_EXCL one that exists is EEXIST.
func Resolve(nameOrPath string, flags int, dirs ...string) (ref Ref, created bool, err error) {
	ref, err = Find(nameOrPath, dirs...)
	if err == nil {
		if flags&unix.O_CREAT != 0 && flags&unix.O_EXCL != 0 {
			return Ref{}, false, fmt.Errorf("network namespace %s: %w", nameOrPath, unix.EEXIST)
		}
		return ref, false, nil
	}
	if !errors.Is(err, unix.ENOENT) || flags&unix.O_CREAT == 0 {
		return Ref{}, false, err
	}
	ref, err = create(nameOrPath, pathOf(nameOrPath))
	return ref, err == nil, err
}

func pathOf(nameOrPath string) string {
	if IsPath(nameOrPath) {
		return nameOrPath
	}
	return filepath.Join(RunDir, nameOrPath)
}

// Open opens the namespace; the caller closes the file.
func (r Ref) Open() (*os.File, error) {
	path := r.path
	if r.IsZero() {
		path = threadNS
	}
	f, err := openFile(path)
	if err != nil {
		return nil, fmt.Errorf("network namespace %s: %w", r, errnoOf(err))
	}
	if err := check(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("network namespace %s: %w", r, err)
	}
	return f, nil
}

// check refuses a file that is no network namespace: setns(2) would, too, but
// for a file of a name whose mount is gone it should say so.
func check(f *os.File) error {
	kind, err := unix.IoctlRetInt(int(f.Fd()), unix.NS_GET_NSTYPE)
	if err != nil {
		return fmt.Errorf("no namespace is mounted there: %w", unix.EINVAL)
	}
	if kind != unix.CLONE_NEWNET {
		return fmt.Errorf("it is a namespace of another kind: %w", unix.EINVAL)
	}
	return nil
}

// ID identifies a namespace while it exists: device and inode number of its file in nsfs.
type ID struct{ Dev, Ino uint64 }

// ID asks for the identity of the namespace.
func (r Ref) ID() (ID, error) {
	path := r.path
	if r.IsZero() {
		path = threadNS
	}
	id, err := idOf(path)
	if err != nil {
		return id, fmt.Errorf("network namespace %s: %w", r, err)
	}
	return id, nil
}

func idOf(path string) (ID, error) {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return ID{}, err
	}
	return ID{Dev: uint64(st.Dev), Ino: st.Ino}, nil
}

// errnoOf takes the errno out of a *PathError, whose path and operation the caller says better.
func errnoOf(err error) error {
	var pathError *os.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
