package request

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// SpeedKnower is a Resolver that also knows the speed of links, in Mbit/s: a rate may be a percentage of it.
type SpeedKnower interface {
	LinkSpeed(index int) (mbit uint32, err error)
}

// SetKnower is a Resolver that also knows the numbers of IP sets, by which the traffic control matches.
type SetKnower interface {
	IPSet(name string) (index uint16, err error)
}

// rate reads a rate: a number of bytes per second, a text with a unit, or a percentage of the link's speed.
func (b *builder) rate(v any) (uint64, error) {
	s, isText := v.(string)
	share, isShare := strings.CutSuffix(strings.TrimSpace(s), "%")
	if !isText || !isShare {
		return tcNumber(codec.Rate, v)
	}
	percent, err := strconv.ParseFloat(strings.TrimSpace(share), 64)
	if err != nil || !(percent >= 0 && percent <= 100) {
		return 0, fmt.Errorf("percentage %q is not a number between 0 and 100", s)
	}
	link, ok := b.put("index", true)
	if n, isNumber := link.(int64); !ok || isNumber && n == magicBlock {
		return 0, fmt.Errorf("%q is a part of a link's speed: say which link by index, or the rate with a unit", s)
	}
	index, err := b.hinted(codec.Index, link)
	if err != nil {
		return 0, err
	}
	knower, ok := b.res.(SpeedKnower)
	if !ok {
		return 0, fmt.Errorf("%q: the speed of the link is not known here: give the rate with a unit", s)
	}
	mbit, err := knower.LinkSpeed(int(index))
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.EINVAL) {
		return 0, fmt.Errorf("%q: the link does not know its speed: give the rate with a unit", s)
	}
	if err != nil {
		return 0, fmt.Errorf("%q: speed of the link: %w", s, err)
	}
	return uint64(math.Round(float64(mbit) * 1e6 / 8 * percent / 100)), nil
}

// ipSet is the number of an IP set that a script names, or numbers.
func (b *builder) ipSet(v any) (any, error) {
	name, isText := v.(string)
	if _, err := whole(v); err == nil || !isText {
		return v, nil
	}
	knower, ok := b.res.(SetKnower)
	if !ok {
		return nil, fmt.Errorf("set %q: its number is not known here: give that as index", name)
	}
	index, err := knower.IPSet(name)
	switch {
	case errors.Is(err, unix.ENOENT):
		return nil, fmt.Errorf("set %q: there is none of that name", name)
	case errors.Is(err, unix.ENOPROTOOPT):
		return nil, fmt.Errorf("set %q: this kernel has no IP sets", name)
	case err != nil:
		return nil, fmt.Errorf("set %q: %w", name, err)
	}
	return uint64(index), nil
}
