// Package codec reads and writes netlink attributes by rows of a table.
//
// A [Set] names the attributes of one nest, a [Row] one attribute, a [Struct] a fixed C structure. A [View] is bytes read by a
// Set: nothing is decoded before it is asked for. [Encode] is the way back. There are no tables here and no I/O: tables are in
// rtnl/spec, sockets in rtnl/nl.
//
// Layout of an attribute (include/uapi/linux/netlink.h, struct nlattr): u16 length with the four bytes of the head, u16 type,
// payload, padding to four bytes. Integers are in the machine's byte order but where a row says big-endian.
package codec
