// Package spec is data: what the kernel's rtnetlink messages are made of. It has no logic, and knows neither sockets nor Lua.
//
// The *_gen.go files come from the kernel's own specifications (see spec/gen); the others are written by hand from the headers in
// include/uapi/linux, for what the specifications lack. Both are rows of the same form, read and written by rtnl/codec.
//
//	spec.ByType(16).Name            // "RTM_NEWLINK"
//	spec.ByName("RTM_NEWNEXTHOP")   // its Set: fixed structure, and attributes by number and name
//	spec.GroupNamed("link").Number  // 1
package spec
