// Package bindings is the seam between Lua and rtnetlink: it makes the classes, messages, dumps and errors of package rtnl into
// Lua objects. Host knows no netlink, rtnl no Lua; this package knows both and adds as little as it can.
//
//	space.go, options.go, flags.go     Open registers everything in a VM; what classes and the command line take
//	object.go, helpers.go, netns.go    IPRoute and its kin: methods made from request.Objects, and the others
//	dump.go, monitor.go, provision.go  what they return
//	message.go, path.go, convert.go    messages and nests, read where a script asks; values from Lua to codec and back
//	error.go, args.go                  refusals as objects; wrong use as text with a position
//	show.go, columns.go, teller.go     values as people see them
//	manual.go, help.go, stubs.go       what is said of names: help, editors, the reference
//	spot.go, complete.go, check.go     what may stand at a place of a script: completion, --check
package bindings
