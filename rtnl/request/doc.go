// Package request turns what a script says (object, verb, keywords) into the bytes of a netlink request, and into filters for dumps.
//
// An [Object] is a table: its verbs, the keywords that mean more than the attribute of their name, and defaults. Everything else is
// read from the attribute rows of rtnl/spec. [Build] walks the keywords once: each puts values at attribute paths; for a dump the same
// values become a [Filter]. Then all values are brought to the form of their row (names to numbers, units, prefixes) and encoded.
//
// A request that differs from the last one of its object in an address or a number only is made of that one: see [Repeat].
//
// There is no I/O here: a [Resolver] knows interface names, namespaces and the names databases.
//
//	obj := request.ByName("route")
//	req, err := request.Build(obj, "add", codec.Table{{"dst", "10.0.0.0/8"}, {"oif", "eth0"}}, resolver)
//	// req.Type, req.Flags and req.Body go behind a message header; req.Keyword(off) names the keyword of an error's offset.
package request
