package reckon

import "cmp"

// Tables that tc(8) computes beside a rate and a size table. The kernel wants them, and tells them to nobody.

// A Line is how packets lie on a link: at least MPU bytes of them, and on ATM whole cells of 53 bytes for 48 of payload.
type Line struct {
	MPU uint64
	ATM bool
}

// On is what a packet of size bytes takes.
func (l Line) On(size uint64) uint64 {
	size = max(size, l.MPU)
	if l.ATM {
		size = (size + 47) / 48 * 53
	}
	return size
}

// CellLog is the logarithm of the step of a rate's table that reaches to mtu bytes; 0: to 2047.
func CellLog(mtu uint64) (log uint8) {
	for cmp.Or(mtu, 2047)>>log > 255 {
		log++
	}
	return log
}

// RateTable is what goes with struct tc_ratespec: the ticks that packets of 1 << cellLog bytes take, of twice that, ... 256 times.
func (l Line) RateTable(rate uint64, cellLog uint8) (table [256]uint64) {
	for i := range table {
		table[i] = Ticks(rate, l.On(uint64(i+1)<<cellLog))
	}
	return table
}

// SizeTable is what goes with struct tc_sizespec: the bytes that packets of 1 << cellLog bytes count for, and so on, over 1 << sizeLog.
func (l Line) SizeTable(length int, cellLog, sizeLog uint8) []uint16 {
	table := make([]uint16, length)
	for i := range table {
		table[i] = uint16(l.On(uint64(i+1)<<cellLog) >> sizeLog)
	}
	return table
}
