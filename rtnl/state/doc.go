// Package state knows what messages are about: the key by which the kernel tells one object from another, what has changed
// between two messages about the same one, and a copy of the kernel's tables that follows the events. It has no sockets.
//
//	before[state.Key(typ, &v)]            // the same text for all messages about one object
//	for _, c := range state.Diff(typ, &a, &b) { fmt.Println(c.Path, c.Old, c.New) }
package state
