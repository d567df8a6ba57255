package request

import (
	"fmt"
	"strings"

	"nlua/rtnl/codec"
)

// The actions of connection tracking: ct and ctinfo.

func ctWords() []tcWord {
	return []tcWord{
		{Name: "commit", Do: flagTo(1, "action"), Hint: codec.Bool, Doc: "Remember the connection."},
		{Name: "force", Do: flagTo(2, "action"), Hint: codec.Bool, Doc: "Turn a connection around that came from the other side."},
		{Name: "clear", Do: flagTo(4, "action"), Hint: codec.Bool, Doc: "Forget the connection of the packet."},
		{Name: "nat", Do: ctNat, Doc: "\"src\" or \"dst\" translation; true: as the connection has it."},
		{Name: "mark", Do: func(o *tcOpts, v any) error { return putMasked(o, v, "mark", 4) }, Doc: "Mark of the connection: \"value/mask\"."},
		{Name: "label", Do: func(o *tcOpts, v any) error { return putMasked(o, v, "labels", 16) }, Doc: "Label of the connection, hexadecimal, \"value/mask\"."},
		{Name: "addr", Do: ctAddr, Doc: "New address, or \"min-max\"."},
		{Name: "port", Do: ctPort, Doc: "New port, or \"min-max\"."},
	}
}

func ctNat(o *tcOpts, v any) error {
	bits := map[string]uint64{"true": 8, "src": 8 | 16, "dst": 8 | 32}[fmt.Sprint(v)]
	if bits == 0 {
		return fmt.Errorf("want \"src\", \"dst\" or true, got %s", shown(v))
	}
	return flagTo(bits, "action")(o, true)
}

func span(v any) (low, high any) {
	if s, ok := v.(string); ok {
		if a, b, ok := strings.Cut(s, "-"); ok {
			return a, b
		}
	}
	return v, v
}

func ctAddr(o *tcOpts, v any) error {
	low, high := span(v)
	p, err := parsePrefix(low)
	if err != nil || p.hasLen {
		return fmt.Errorf("want an address, or \"min-max\", got %s", shown(v))
	}
	family := "ipv6"
	if p.addr.Is4() {
		family = "ipv4"
	}
	o.put(low, "nat_"+family+"_min")
	o.put(high, "nat_"+family+"_max")
	return nil
}

func ctPort(o *tcOpts, v any) error {
	low, high := span(v)
	o.put(low, "nat_port_min")
	o.put(high, "nat_port_max")
	return nil
}

func finishCt(o *tcOpts) error {
	o.fallback(int64(actPipe), "parms", "action")
	return nil
}

func ctinfoWords() []tcWord {
	return []tcWord{
		{Name: "dscp", Do: valueAndMaskBare("parms_dscp_mask", "parms_dscp_statemask"), Doc: "Bits of the mark that hold the DSCP; \"mask/statemask\"."},
		{Name: "cpmark", Do: valueAndMaskBare("parms_cpmark_mask", ""), Doc: "Bits of the connection's mark that are copied; true: all."},
	}
}

func valueAndMaskBare(attr, second string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		value, m, given := cutMask(v)
		if value == true {
			value = uint64(0xffffffff)
		}
		o.put(value, attr)
		if given && second != "" {
			o.put(m, second)
		}
		return nil
	}
}
