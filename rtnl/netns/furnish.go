package netns

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// privateMounts ends the propagation of mounts between this mount namespace and any other.
func privateMounts() error {
	err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
	if err != unix.EINVAL {
		return err
	}
	// In a chroot "/" need not be a mount point. The one that it lies on is
	// reached from a directory outside of the root: by a second chroot below the working directory.
	here, err := os.Open(".")
	if err != nil {
		return err
	}
	defer here.Close()
	root, err := os.Open("/")
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.Chdir(); err != nil {
		return err
	}
	if err := unix.Chroot("/proc"); err != nil {
		return err
	}
	for range unix.PathMax { // at the top ".." stays where it is
		if err = unix.Chdir(".."); err != nil {
			break
		}
	}
	if err == nil {
		err = unix.Mount("", ".", "", unix.MS_REC|unix.MS_PRIVATE, "")
	}
	return errors.Join(err, root.Chdir(), unix.Chroot("."), here.Chdir())
}

// emptyRunDir puts an empty file system on RunDir; where that is missing, on the
// directory above, which an ordinary user could not write to either.
func emptyRunDir() error {
	mount := func(path string) error {
		return unix.Mount("tmpfs", path, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=0755")
	}
	err := mount(RunDir)
	if !errors.Is(err, unix.ENOENT) {
		return err
	}
	if err := mount(filepath.Dir(RunDir)); err != nil && !errors.Is(err, unix.ENOENT) {
		return err
	}
	return os.MkdirAll(RunDir, 0o755)
}

// LinkUp sets IFF_UP on a link of the calling thread's namespace, by ioctl: this room sends no netlink messages.
func LinkUp(name string) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	req, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, req); err != nil {
		return err
	}
	req.SetUint16(req.Uint16() | unix.IFF_UP)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, req)
}
