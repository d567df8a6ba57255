// SPDX-License-Identifier: MIT OR GPL-2.0
// The lightweight tunnel "rpl" as a module: Linux has it only built in. What the kernel does not export is made here of what it does.
#include <linux/module.h>
#include <net/addrconf.h>
#include <net/ip6_route.h>
#include <net/rpl.h>

// A loop: a segment of this machine, another's, and one of this machine again.
static bool loops(struct net *net, const struct in6_addr *segs, unsigned char n)
{
	bool seen = false, left = false;

	for (int i = 0; i < n; i++) {
		bool here = ipv6_chk_addr(net, &segs[i], NULL, 0);

		if (here && left)
			return true;
		left = seen && !here;
		seen = seen || here;
	}
	return false;
}

static void route_input(struct sk_buff *skb)
{
	const struct ipv6hdr *h = ipv6_hdr(skb);
	struct flowi6 flow = {
		.flowi6_iif = skb->dev->ifindex, .flowi6_proto = h->nexthdr, .daddr = h->daddr, .saddr = h->saddr,
	};

	skb_dst_drop(skb);
	skb_dst_set(skb, ip6_route_input_lookup(dev_net(skb->dev), skb->dev, &flow, skb, RT6_LOOKUP_F_HAS_SADDR));
}

#define ipv6_chk_rpl_srh_loop loops
#define ip6_route_input route_input
#define rpl_init rpl_start
#define rpl_exit rpl_stop
#include "rpl.c"
#include "rpl_iptunnel.c"

static int __init start(void)
{
	return rpl_start();
}

static void __exit stop(void)
{
	rpl_stop();
}

module_init(start);
module_exit(stop);
MODULE_ALIAS("rtnl-lwt-RPL");
MODULE_DESCRIPTION("RPL source routes, of net/ipv6");
MODULE_LICENSE("GPL");
