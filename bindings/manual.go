package bindings

// entry is one function, method or value in the words of help(x) and of the editor stubs.
type entry struct {
	path string // "nlua.spawn"; a method is "class:name", with the class as classOf calls it
	use  string // how it is written: arguments and results
	doc  string // a sentence
}

// manual lists what is neither a verb nor a keyword, in the order of the pages. TestManual compares it with what there is.
var manual = []entry{
	{"ipr", "ipr", "An IPRoute, opened at its first use; at the prompt, in -e, in -p and in scripts from stdin."},
	{"rtnl", "rtnl", "Rtnetlink: classes, namespaces, constants (rtnl.RTM_NEWLINK)."},
	{"nlua", "nlua", "What a script needs besides: tasks, timers, programs, JSON."},
	{"bit", "bit", "Operations on the bits of 32-bit numbers, as in LuaJIT."},

	{"rtnl.IPRoute", "rtnl.IPRoute{ options } -> object", "Requests, dumps and events; a single request lets no other task run in between."},
	{"rtnl.AsyncIPRoute", "rtnl.AsyncIPRoute{ options } -> object", "As IPRoute, but each call waits in its own task alone."},
	{"rtnl.IPRSocket", "rtnl.IPRSocket{ options } -> object", "A socket as it is: put, get, send, recv; works with nlua.select."},
	{"rtnl.AsyncIPRSocket", "rtnl.AsyncIPRSocket{ options } -> object", "As IPRSocket, but a wait holds its own task alone."},
	{"rtnl.NetNS", `rtnl.NetNS(name [, { options }]) -> object`, "An IPRoute in a namespace, which is made if it is missing."},
	{"rtnl.decode", "rtnl.decode(bytes) -> list of messages", "Reads the messages of a datagram."},
	{"rtnl.encode", "rtnl.encode(msg_type, { fields }) -> bytes", "Makes one message."},

	{"rtnl.netns", "rtnl.netns", "Network namespaces by name, path or process."},
	{"rtnl.netns.create", "rtnl.netns.create(name)", "Makes a namespace; EEXIST where it is there."},
	{"rtnl.netns.remove", "rtnl.netns.remove(name)", "Takes a name away; the namespace ends with its last user."},
	{"rtnl.netns.listnetns", "rtnl.netns.listnetns() -> list of names", "The namespaces that have a name."},
	{"rtnl.netns.attach", "rtnl.netns.attach(name, pid)", "Gives the namespace of a process a name."},
	{"rtnl.netns.setns", "rtnl.netns.setns(name)", "Later objects open their sockets there."},
	{"rtnl.netns.pushns", "rtnl.netns.pushns(name)", "As setns; popns goes back."},
	{"rtnl.netns.popns", "rtnl.netns.popns()", "Goes back to where the last pushns came from."},
	{"rtnl.netns.dropns", "rtnl.netns.dropns()", "Forgets where the last pushns came from."},
	{"rtnl.netns.ns_pids", "rtnl.netns.ns_pids() -> table", "The processes by the name of their namespace."},
	{"rtnl.netns.pid_to_ns", "rtnl.netns.pid_to_ns(pid) -> name", "The name of a process's namespace."},
	{"rtnl.netns.exec", "rtnl.netns.exec(name, argv) -> { code =, stdout =, stderr = }", "Runs a program in a namespace."},

	{"nlua.spawn", "nlua.spawn(fn, ...) -> task", "Runs fn(...) as a task beside the others."},
	{"nlua.sleep", "nlua.sleep(seconds)", "Waits; other tasks run meanwhile."},
	{"nlua.now", "nlua.now() -> seconds", "A clock that is never set back, for measuring."},
	{"nlua.timeout", "nlua.timeout(seconds, fn, ...) -> results of fn", "Runs fn now; ETIMEDOUT is raised in it when the time has passed."},
	{"nlua.after", "nlua.after(seconds, fn, ...) -> task", "Runs fn when the time has passed."},
	{"nlua.channel", "nlua.channel([n]) -> channel", "A queue between tasks that holds n values."},
	{"nlua.signal", "nlua.signal(name, fn)", "Calls fn when the process gets the signal: \"HUP\", \"USR1\"."},
	{"nlua.finally", "nlua.finally(fn)", "Calls fn when the task ends, however it ends."},
	{"nlua.select", "nlua.select(read, write, except [, seconds]) -> three lists", "Waits until an object or descriptor is ready."},
	{"nlua.exec", "nlua.exec(argv [, { netns =, stdin = }]) -> { code =, stdout =, stderr = }", "Runs a program; other tasks run meanwhile."},
	{"nlua.inspect", "nlua.inspect(value) -> text", "A value in full, as a person reads it."},
	{"nlua.u64", "nlua.u64(number or text) -> u64", "An exact number of 64 bits."},
	{"nlua.json", "nlua.json", "JSON: encode, decode, null."},
	{"nlua.json.encode", "nlua.json.encode(value) -> text", "A message is its totable() and its event; numbers are exact."},
	{"nlua.json.decode", "nlua.json.decode(text) -> value", "What is null becomes nlua.json.null."},
	{"nlua.json.null", "nlua.json.null", "What stands for null."},
	{"nlua.O_CREAT", "nlua.O_CREAT", "For the option flags: make a missing namespace."},
	{"nlua.O_EXCL", "nlua.O_EXCL", "With O_CREAT: it must be new."},

	{"object:close", "ipr:close()", "Closes the sockets; later calls raise EBADF."},
	{"object:fileno", "ipr:fileno() -> number", "The descriptor of the named socket."},
	{"object:status", "ipr.status", "What the options came to: pid, groups, buffers, netns."},
	{"object:bind", "ipr:bind([groups])", "Subscribes to events: a mask, or names of groups."},
	{"object:add_membership", "ipr:add_membership(group)", "Subscribes to one more group."},
	{"object:drop_membership", "ipr:drop_membership(group)", "Ends one subscription."},
	{"object:try", "ipr.try:method(...) -> results, or nil and the error", "Refusals by the kernel are returned; wrong use is still raised."},
	{"object:get", "ipr:get() -> list of messages", "Waits for events: the messages of one datagram."},
	{"object:put", "s:put(msg, { msg_type =, msg_flags = })", "Sends one message."},
	{"object:send", "s:send(bytes) -> number", "Sends bytes as they are."},
	{"object:recv", "s:recv(n) -> bytes", "Receives one datagram of at most n bytes."},
	{"object:sendto", "s:sendto(bytes [, {0, 0}]) -> number", "As send: what a netlink socket sends goes to the kernel."},
	{"object:nlm_request", "ipr:nlm_request(msg, { msg_type =, msg_flags = }) -> list of messages, or dump", "A request by its type, for what no method is there."},
	{"object:getsockopt", "ipr:getsockopt(level, option) -> number", "An option of the named socket."},
	{"object:setsockopt", "ipr:setsockopt(level, option, number)", "Sets an option of the named socket."},
	{"object:remove", "ns:remove()", "Closes the object, and takes the namespace's name away."},
	{"object:monitor", "for event in ipr:monitor{ groups =, replay =, resync =, filter... } do", "Events as they come; with resync none is lost for good."},
	{"object:wait", "ipr:wait{ event =, timeout =, filter... } -> event", "Waits for one event; ETIMEDOUT when the time has passed."},
	{"object:batch", "ipr:batch(function(b) ... end [, { stop = true }])", "Many changes in few sends; one error tells of all refused steps."},
	{"object:link_lookup", "ipr:link_lookup{ filter... } -> list of numbers", "The indices of the links that match."},
	{"object:get_links", "ipr:get_links([index...]) -> dump", "Links: all, or those of the indices."},
	{"object:get_addr", "ipr:get_addr{ filter... } -> dump", "Addresses."},
	{"object:get_routes", "ipr:get_routes{ filter... } -> dump", "Routes."},
	{"object:get_rules", "ipr:get_rules{ filter... } -> dump", "Rules."},
	{"object:get_neighbours", "ipr:get_neighbours{ filter... } -> dump", "Neighbours."},
	{"object:get_vlans", "ipr:get_vlans{ filter... } -> dump", "The VLANs of bridge ports."},
	{"object:get_qdiscs", "ipr:get_qdiscs{ filter... } -> dump", "Queueing disciplines."},
	{"object:get_classes", "ipr:get_classes{ index =, filter... } -> dump", "Classes of a link."},
	{"object:get_filters", "ipr:get_filters{ index =, parent =, filter... } -> dump", "Filters of a link."},
	{"object:get_ntables", "ipr:get_ntables() -> dump", "Parameters of the neighbour tables."},
	{"object:get_default_routes", "ipr:get_default_routes() -> dump", "The default routes of the main table."},
	{"object:flush_routes", "ipr:flush_routes{ filter... }", "Removes the routes that match."},
	{"object:flush_addr", "ipr:flush_addr{ filter... }", "Removes the addresses that match."},
	{"object:flush_rules", "ipr:flush_rules{ filter... }", "Removes the rules that match, but for the kernel's own."},
	{"object:dump", "ipr:dump([groups]) -> iterator", "The objects of many kinds, one after the other."},
	{"object:ensure", "ipr:ensure(method, { keywords }) -> list of messages", "Makes an object unless it is there, and waits for it."},
	{"object:poll", "ipr:poll(method, verb, { keywords }) -> list of messages", "Asks again until there is an answer."},
	{"object:route_dumps", `ipr:route_dumps([family] [, "iproute2" | "raw"] [, { filter... }]) -> bytes`, "Routes as ip route save writes them."},
	{"object:route_dump", "ipr:route_dump(file, ...)", "As route_dumps, into a file."},
	{"object:route_loads", "ipr:route_loads(bytes) -> number", "Makes saved routes again; tells how many."},
	{"object:route_load", "ipr:route_load(file) -> number", "As route_loads, from a file."},
	{"object:get_netnsid", "ipr:get_netnsid{ netns = | pid = | fd = } -> { nsid =, current_nsid = }", "The number that a namespace has here; -1 for none."},
	{"object:set_netnsid", `ipr:set_netnsid{ netns = | pid = | fd =, nsid = }`, "Gives a namespace a number here."},
	{"object:get_netns_info", "ipr:get_netns_info([list_proc]) -> dump", "The namespaces that have a name: inode, netnsid, path, name, peers."},
	{"object:list_link_kind", "ipr:list_link_kind() -> list of names", "The kinds of links whose settings have names."},
	{"object:filter_messages", "ipr:filter_messages(filter, messages) -> list", "Those of a list that match."},

	{"dump:next", "dump:next() -> message or nil", "The next message; a dump also stands in for by itself."},
	{"dump:list", "dump:list() -> list", "All messages that are left."},
	{"dump:first", "dump:first() -> message or nil", "One message; the dump ends."},
	{"dump:count", "dump:count() -> number", "How many messages are left; the dump ends."},
	{"dump:close", "dump:close()", "Ends the dump."},
	{"dump:fields", `for a, b in dump:fields("dst", "oif") do`, "Values instead of messages: the fastest way."},

	{"records:next", "records:next() -> record or nil", "The next record; it stands in for by itself, as a dump does."},
	{"records:list", "records:list() -> list", "All records that are left."},
	{"records:first", "records:first() -> record or nil", "One record; the rest is forgotten."},
	{"records:count", "records:count() -> number", "How many records are left."},
	{"records:close", "records:close()", "Forgets the rest."},

	{"monitor:next", "monitor:next() -> event", "Waits for the next event."},
	{"monitor:close", "monitor:close()", "Ends the subscription."},

	{"message:get", `m:get(path [, default]) -> value`, "A value by its path: \"ifname\", \"linkinfo.kind\", {\"linkinfo\", \"kind\"}."},
	{"message:values", `m:values(path, ...) -> values`, "Several values at once."},
	{"message:field", "m:field(name) -> value", "A field of the fixed structure, where an attribute hides it."},
	{"message:get_attrs", "m:get_attrs(NAME) -> list", "All values of an attribute, by its C name."},
	{"message:totable", "m:totable() -> table", "The whole message as plain tables."},
	{"message:raw", "m:raw() -> bytes", "The message as it came."},
	{"message:copy", "m:copy() -> message", "A message that holds its own bytes only."},
	{"message:u64", "m:u64(path) -> u64", "A number of 64 bits, exact."},
	{"message:name", "m:name(path) -> text", "What people call a number: \"static\"."},
	{"message:names", "m:names(path) -> list", "What people call the bits of a number: {\"UP\", ...}."},
	{"message:has", "m:has(flag) -> boolean", "Whether a flag is set: m:has(\"up\")."},
	{"message:key", "m:key() -> text", "What the kernel tells the object from others by."},
	{"message:diff", "m:diff(other) -> list of {path, old, new}", "What differs; header, statistics and ages are left out."},
	{"message:header", "m.header", "length, type, flags, sequence_number, pid, error, target, nsid."},
	{"message:event", "m.event", "The name of the message's type: \"RTM_NEWLINK\"."},
	{"message:attrs", "m.attrs", "The attributes in order: a list of {NAME, value}."},
	{"message:resync", "m.resync", "Whether the event was found by a comparison after an overflow."},

	{"task:join", "task:join() -> results", "Waits for the end: its results, or its error."},
	{"task:cancel", "task:cancel()", "Raises Cancelled in it."},
	{"task:detach", "task:detach() -> task", "The program does not wait for it."},
	{"task:status", "task.status", "running, waiting, done, failed or cancelled."},
	{"channel:send", "channel:send(value)", "Waits until there is room."},
	{"channel:recv", "channel:recv() -> value", "Waits for a value; nil from a closed channel."},
	{"channel:close", "channel:close()", "No more is sent."},
	{"u64:cmp", "u64:cmp(other) -> -1, 0, 1", "Compares with numbers too."},
	{"u64:delta", "u64:delta(before) -> u64", "What a counter gained, across a wrap too."},
	{"u64:tonumber", "u64:tonumber() -> number", "The nearest number."},
	{"u64:hex", "u64:hex() -> text", "Hexadecimal digits: \"0x2a\"."},
}

// entryOf finds an entry by its path, nil if there is none.
func entryOf(path string) *entry {
	for i := range manual {
		if manual[i].path == path {
			return &manual[i]
		}
	}
	return nil
}
