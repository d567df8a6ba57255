package netns

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"
)

// Create makes a namespace and gives it a name, as `ip netns add` does. One that exists is EEXIST.
func Create(name string) (Ref, error) {
	if !IsPath(name) {
		if err := CheckName(name); err != nil {
			return Ref{}, err
		}
	}
	return create(name, pathOf(name))
}

func create(name, path string) (Ref, error) {
	return mountOn(name, path, func(mount func(ns string) error) error {
		return onThread(func() error {
			if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
				return err
			}
			return mount(threadNS)
		})
	})
}

// Attach gives a name to the namespace of a process, as `ip netns attach` does.
func Attach(name string, pid int) (Ref, error) {
	if err := CheckName(name); err != nil {
		return Ref{}, err
	}
	return mountOn(name, pathOf(name), func(mount func(ns string) error) error {
		source := OfPID(pid)
		f, err := source.Open()
		if err != nil {
			return err
		}
		defer f.Close()
		return mount(source.Path())
	})
}

// mountOn makes the file that carries a namespace and has it mounted there; nothing is left when that fails.
func mountOn(name, path string, with func(mount func(ns string) error) error) (Ref, error) {
	fail := func(err error) (Ref, error) {
		return Ref{}, fmt.Errorf("make network namespace %s: %w", name, errnoOf(err))
	}
	if filepath.Dir(path) == RunDir {
		if err := prepareRunDir(); err != nil {
			return fail(err)
		}
	}
	f, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE|os.O_EXCL, 0)
	if err != nil {
		return fail(err)
	}
	f.Close()
	err = with(func(ns string) error { return unix.Mount(ns, path, "none", unix.MS_BIND, "") })
	if err != nil {
		os.Remove(path)
		return fail(err)
	}
	return Ref{path: path, name: name}, nil
}

// prepareRunDir makes the directory of names, and makes it a shared mount, so
// that a name that is removed in one mount namespace is gone in all.
func prepareRunDir() error {
	if err := os.MkdirAll(RunDir, 0o755); err != nil {
		return err
	}
	err := unix.Mount("", RunDir, "none", unix.MS_SHARED|unix.MS_REC, "")
	if err != unix.EINVAL {
		return err
	}
	// EINVAL: it is no mount point yet.
	if err := unix.Mount(RunDir, RunDir, "none", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return err
	}
	return unix.Mount("", RunDir, "none", unix.MS_SHARED|unix.MS_REC, "")
}

// Remove takes a name away, as `ip netns del` does. The namespace itself ends
// when nobody is in it any more. A name that is nowhere is ENOENT.
func Remove(name string) error {
	if !IsPath(name) {
		if err := CheckName(name); err != nil {
			return err
		}
	}
	path := pathOf(name)
	fail := func(err error) error { return fmt.Errorf("remove network namespace %s: %w", name, errnoOf(err)) }
	if info, err := os.Lstat(path); err != nil {
		return fail(err)
	} else if info.IsDir() {
		return fail(unix.EISDIR)
	}
	// EINVAL: a file of a name whose mount is already gone.
	if err := unix.Unmount(path, unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW); err != nil && err != unix.EINVAL {
		return fail(err)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fail(err)
	}
	return nil
}

// List gives the names in dirs, sorted, each once; none given means RunDir. A directory that is missing is empty.
func List(dirs ...string) ([]string, error) {
	if len(dirs) == 0 {
		dirs = []string{RunDir}
	}
	names := []string{}
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("list network namespaces in %s: %w", dir, errnoOf(err))
		}
		for _, entry := range entries {
			if !entry.IsDir() {
				names = append(names, entry.Name())
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
