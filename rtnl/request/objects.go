package request

// Objects are all objects, in the order of the manual.
var Objects = []*Object{
	&linkObject, &addrObject, &routeObject, &ruleObject, &neighObject,
	&fdbObject, &brportObject, &vlanFilterObject, &vlandbObject, &vniObject, &mdbObject,
	&nexthopObject, &netconfObject, &addrLabelObject, &ntableObject, &statsObject, &nsidObject,
	&tcObject, &chainObject, &actionObject,
}
