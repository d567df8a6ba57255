// Package gate has the parts that stand between sockets and kernel, behind nl.Gate: [Trace] writes what passes, [Pcap] keeps it in a
// file that Wireshark opens, [DryRun] answers changes in the kernel's place and tells what they would have been. Read-only is nl's
// own. Each knows messages by the tables of rtnl/spec, none knows sockets.
package gate
