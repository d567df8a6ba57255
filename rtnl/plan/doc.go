// Package plan makes a namespace be as somebody wants it: it compares what is wanted with what the kernel has, gives the steps
// in an order that works, does them, and puts everything back when one fails. It is no daemon: nothing is remembered between two
// runs, the kernel's own tables are all the state there is.
//
//	p, err := plan.New(ctx, client, desired) // desired: a table of lists, as docs/provision.md has it
//	fmt.Print(p)                             // "+ link add ...", "~ link set ...", "- route del ..."
//	err = p.Apply(ctx)
//
// Undoing is not a list of opposites, since a step takes more with it than it names: the routes of a device go when it goes down.
// A picture of the tables is taken before the first step; what differs from it afterwards, among the objects that the steps had to
// do with, is put back (Undo). Transaction does the same for requests that somebody writes by hand.
package plan
