// SPDX-License-Identifier: MIT OR GPL-2.0
// The lightweight tunnel "ioam6" as a module: Linux has it only built in. Routes are kept and told; nothing is written into packets,
// since the kernel does not export what would do that.
#include <linux/module.h>
#include <net/ioam6.h>

// Octets that a node adds, by fours: RFC 9197, 4.4.1, where the fields 8 to 10 are wide.
static u8 node_length(u32 fields)
{
	return hweight32(fields & 0xff1ffc00) + 2 * hweight32(fields & 0x00e00000);
}

#define ioam6_trace_compute_nodelen node_length
#define ioam6_namespace(net, id) NULL
#define ioam6_fill_trace_data(skb, ns, trace, input) do { } while (0)
#include "ioam6_iptunnel.c"

static int __init start(void)
{
	return ioam6_iptunnel_init();
}

static void __exit stop(void)
{
	ioam6_iptunnel_exit();
}

module_init(start);
module_exit(stop);
MODULE_ALIAS("rtnl-lwt-IOAM6");
MODULE_DESCRIPTION("IOAM traces of routes, of net/ipv6");
MODULE_LICENSE("GPL");
