package request

import "sync"

// objects are all objects, in the order of the manual. Each is made when it is first asked for: a program uses few of them, and begins
// sooner without the rest.
var objects = [...]struct {
	name string
	make func() *Object
	once sync.Once
	made *Object
}{
	{name: "link", make: linkObject}, {name: "addr", make: addrObject}, {name: "route", make: routeObject}, {name: "rule", make: ruleObject},
	{name: "neigh", make: neighObject}, {name: "fdb", make: fdbObject}, {name: "brport", make: brportObject},
	{name: "vlan_filter", make: vlanFilterObject}, {name: "vlandb", make: vlandbObject}, {name: "vni", make: vniObject},
	{name: "mdb", make: mdbObject}, {name: "nexthop", make: nexthopObject}, {name: "netconf", make: netconfObject},
	{name: "addrlabel", make: addrLabelObject}, {name: "ntable", make: ntableObject}, {name: "stats", make: statsObject},
	{name: "nsid", make: nsidObject}, {name: "tc", make: tcObject}, {name: "chain", make: chainObject}, {name: "action", make: actionObject},
}

// Names are the objects' names, in the order of the manual.
func Names() []string {
	list := make([]string, len(objects))
	for i := range objects {
		list[i] = objects[i].name
	}
	return list
}

// Objects are all of them.
func Objects() []*Object {
	list := make([]*Object, len(objects))
	for i := range objects {
		list[i] = object(i)
	}
	return list
}

// ByName returns the object of a name, nil if there is none.
func ByName(name string) *Object {
	for i := range objects {
		if objects[i].name == name {
			return object(i)
		}
	}
	return nil
}

func object(i int) *Object {
	o := &objects[i]
	o.once.Do(func() {
		o.made = o.make()
		o.made.Name = o.name
	})
	return o.made
}
