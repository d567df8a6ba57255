package request

// Objects are all objects, in the order of the manual.
var Objects = []*Object{
	&linkObject, &addrObject, &routeObject, &ruleObject, &neighObject,
}
