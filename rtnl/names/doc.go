// Package names knows the names that people give to numbers in /etc/iproute2: routing tables, protocols, scopes, realms, DS fields,
// link groups, protocols of addresses, tc classes; and the fixed names of ethernet and IP protocols.
//
// It reads files and nothing else: the names of interfaces and namespaces are the kernel's, and not here.
//
//	db := names.Load()                   // /etc/iproute2, /usr/share/iproute2, /usr/lib/iproute2
//	id, ok := db.ID(names.Table, "main") // 254, true
//	db.Name(names.Proto, 2)              // "kernel"
//
// A file is read at the first question about its kind. A DB never changes after that, and may be asked from any goroutine.
package names
