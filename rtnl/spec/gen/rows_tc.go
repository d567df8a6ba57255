package main

// tcRows are the facts about traffic control, as rowFacts.
var tcRows = map[string]row{
	"ets-attrs/quanta":       {Set: "etsBandAttrs"},
	"ets-attrs/priomap":      {Set: "etsBandAttrs"},
	"tc-ratespec/overhead":   {Kind: "Uint", Size: 2},
	"tc-ratespec/cell-align": {Kind: "Int", Size: 2},
	"tc-ratespec/mpu":        {Kind: "Uint", Size: 2},
	"tc-ratespec/rate":       {Hint: "Rate"},
	"tc-u32-sel/keys":        {Skip: true},
	"tc-u32-pcnt/kcnts":      {Skip: true},
	"tc-pedit-sel/keys":      {Skip: true},
}
