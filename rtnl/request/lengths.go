package request

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// LengthKnower is a Resolver that also knows of how many bytes the hardware addresses of a link are, 0: of none. ref names the link as
// for a LinkKnower.
type LengthKnower interface {
	AddressLength(ref codec.Pair) (int, error)
}

const usualLength = 6 // of hardware addresses, net/ethernet's ETH_ALEN

// checkLengths refuses hardware addresses that are longer than those of the link: the kernel would take their beginning, and say
// nothing (net/core/dev_api.c, net/core/neighbour.c). Of the usual ones nobody is asked. field is the header's that has the link.
func (b *builder) checkLengths(field string, names ...string) error {
	if b.filtering || b.verb == nil {
		return nil
	}
	knower, knows := b.res.(LengthKnower)
	for _, name := range names {
		v, said := b.put(name, false)
		n := addressLength(v)
		if !said || !knows || n <= usualLength {
			continue
		}
		ref, err := b.linkRef(field)
		if err != nil || ref.Value == nil {
			return err
		}
		most, err := knower.AddressLength(ref)
		if err == unix.ENODEV { // the kernel says so, or it is yet to be made
			return nil
		}
		if err == nil && n > most {
			err = fmt.Errorf("want %d bytes, which the link's addresses have, got %d", most, n)
		}
		if err != nil {
			b.word = b.wordAt(name)
			return err
		}
	}
	return nil
}

// addressLength is that of a hardware address as scripts give it, or of an IP address in its place.
func addressLength(v any) int {
	switch x := v.(type) {
	case []byte:
		return len(x)
	case string:
		if p, ok := codec.ParseMAC(x); ok {
			return len(p)
		}
		if a, err := netip.ParseAddr(x); err == nil {
			return len(a.AsSlice())
		}
	}
	return 0
}
