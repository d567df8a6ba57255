// Package bindings is the seam between Lua and rtnetlink: it makes the classes, messages, dumps and errors of package rtnl into
// Lua objects. Host knows no netlink, rtnl no Lua; this package knows both and adds as little as it can.
//
//	space.go    Open: registers everything in a VM; Options
//	object.go   IPRoute and its kin: methods made from request.Objects
//	dump.go     what dump verbs return
//	message.go  messages and nests, read where a script asks
//	error.go    refusals as objects; wrong use as text with a position
//	convert.go  values from Lua to codec and back
package bindings
