package rtnl

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
)

// NSInfo is what is known of a network namespace from outside.
type NSInfo struct {
	Inode uint64   // of its file in nsfs: the kernel's own name for it
	Path  string   // the first file that it was found by
	Name  string   // the last part of Path, where that is a name; else ""
	NSID  int      // its number in the client's namespace, -1: none
	Peers []string // names of the client's links whose other end is in it
}

// NetNSInfo lists the namespaces that have a name in the client's directories, each once; processes: and those that processes are in.
func (c *Client) NetNSInfo(ctx context.Context, processes bool) ([]NSInfo, error) {
	var list []NSInfo
	seen := map[netns.ID]bool{}
	add := func(path, name string) error {
		ref := netns.OfPath(path)
		id, err := ref.ID()
		if err != nil || seen[id] {
			return nil // it went meanwhile
		}
		f, err := ref.Open()
		if err != nil {
			return nil // a name without a namespace
		}
		defer f.Close()
		seen[id] = true
		number, err := c.nsidOf(ctx, int(f.Fd()))
		if err != nil {
			return err
		}
		list = append(list, NSInfo{Inode: id.Ino, Path: path, Name: name, NSID: number})
		return nil
	}
	for _, dir := range c.opts.NetNSDirs {
		names, err := netns.List(dir)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if err := add(filepath.Join(dir, name), name); err != nil {
				return nil, err
			}
		}
	}
	if processes {
		refs, err := netns.Processes()
		if err != nil {
			return nil, err
		}
		for _, ref := range refs {
			if err := add(ref.Path(), ""); err != nil {
				return nil, err
			}
		}
	}
	return list, c.peers(ctx, list)
}

// nsidOf asks for the number of a namespace, -1 where it has none.
func (c *Client) nsidOf(ctx context.Context, fd int) (int, error) {
	req, err := c.Request(ctx, "nsid", "get", codec.Table{{Name: "fd", Value: float64(fd)}})
	if err != nil {
		return -1, err
	}
	answer, err := c.Do(ctx, req)
	if err != nil {
		return -1, err
	}
	for i := range answer {
		v := answer[i].View()
		if n, ok := v.Get("nsid"); ok {
			return number(n), nil
		}
	}
	return -1, fmt.Errorf("nsid get: the kernel's answer lacks the number")
}

// number reads a number of 32 bits of either sign.
func number(v any) int {
	switch n := v.(type) {
	case uint64:
		return int(int32(n))
	case int64:
		return int(n)
	}
	return -1
}

// peers fills in the links that lead into the namespaces.
func (c *Client) peers(ctx context.Context, list []NSInfo) error {
	if !slices.ContainsFunc(list, func(i NSInfo) bool { return i.NSID >= 0 }) {
		return nil
	}
	req, err := c.Request(ctx, "link", "dump", nil)
	if err != nil {
		return err
	}
	d, err := c.Dump(ctx, req)
	if err != nil {
		return err
	}
	return d.Each(ctx, func(m Message) error {
		v := m.View()
		id, ok := v.Get("link_netnsid")
		if !ok || m.Type != unix.RTM_NEWLINK {
			return nil
		}
		name, _ := v.Get("ifname")
		for i := range list {
			if text, ok := name.(string); ok && list[i].NSID >= 0 && list[i].NSID == number(id) {
				list[i].Peers = append(list[i].Peers, text)
			}
		}
		return nil
	})
}
