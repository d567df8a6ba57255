package bindings

import (
	"nlua/rtnl/codec"
	"nlua/rtnl/request"
)

// kindTexts say what a script writes for a kind of attribute, and its type for an editor.
var kindTexts = [...]struct {
	kind         codec.Kind
	text, editor string
}{
	{codec.Bytes, "bytes", "string"},
	{codec.Flag, "boolean", "boolean"},
	{codec.Uint, "number", "number"},
	{codec.Int, "number, negative too", "number"},
	{codec.UintBE, "number", "number"},
	{codec.String, "text", "string"},
	{codec.Text, "text", "string"},
	{codec.MAC, "hardware address", "string"},
	{codec.IP, "IP address", "string"},
	{codec.LLAddr, "hardware address", "string"},
	{codec.Addr, "address", "string|table"},
	{codec.Labels, "MPLS labels", "number|string|table"},
	{codec.Via, "address of another family", "string|table"},
	{codec.Nest, "table", "table"},
	{codec.Array, "list", "table"},
	{codec.Packed, "list", "table"},
	{codec.Records, "list of tables", "table"},
	{codec.ByName, "table", "table"},
	{codec.Bits32, "bits", "number|table"},
	{codec.SRH, "segments", "string|table"},
	{codec.RPL, "segments", "string|table"},
}

// hintTexts say it for numbers that people write otherwise.
var hintTexts = [...]struct {
	hint         codec.Hint
	text, editor string
}{
	{codec.Hex, "number", "number"},
	{codec.Index, "link: name, index or message", "string|number|nlua.Message"},
	{codec.NetNS, "namespace: name, path or descriptor", "string|number"},
	{codec.Bool, "boolean", "boolean|number"},
	{codec.Handle, `handle: "maj:min" or number`, "string|number"},
	{codec.Rate, `rate: "10mbit", or bytes per second`, "string|number"},
	{codec.Size, `size: "1k", or bytes`, "string|number"},
	{codec.Seconds, `time: "1s", or seconds`, "string|number"},
	{codec.Millis, `time: "10ms", or milliseconds`, "string|number"},
	{codec.Micros, `time: "10us", or microseconds`, "string|number"},
	{codec.Nanos, `time: "10ns", or nanoseconds`, "string|number"},
	{codec.Ticks, `time: "10us"`, "string|number"},
	{codec.CentiSec, `time: "1s", or hundredths of a second`, "string|number"},
	{codec.RouteTable, "routing table: name or number", "string|number"},
	{codec.Proto, "routing protocol: name or number", "string|number"},
	{codec.Scope, "scope: name or number", "string|number"},
	{codec.Realm, "realm: name or number", "string|number"},
	{codec.DSField, "TOS: name or number", "string|number"},
	{codec.Group, "link group: name or number", "string|number"},
	{codec.Ether, "ethernet protocol: name or number", "string|number"},
	{codec.IPProto, "IP protocol: name or number", "string|number"},
	{codec.Percent, `share: "1%"`, "string|number"},
	{codec.AddrProto, "protocol of an address: name or number", "string|number"},
}

// describe says what a keyword takes, in words and as the type of an editor's stub.
func describe(w *request.Word) (text, editor string) {
	if text, editor = taken(w); w.Told {
		text += ", in filters only"
	}
	return text, editor
}

// taken is what describe says, but for where the word is good.
func taken(w *request.Word) (text, editor string) {
	for i := range hintTexts {
		if h := &hintTexts[i]; h.hint == w.Hint && (h.hint != codec.Hex || w.Enum == nil) {
			return h.text, h.editor
		}
	}
	switch {
	case w.Enum != nil && w.Enum.Flags:
		return "names of bits, or a number", "string|number|table"
	case w.Enum != nil:
		return "one of " + w.Enum.List(12) + ", or a number", "string|number"
	case w.C == "" && w.Kind == codec.Bytes: // a keyword of its own: its sentence tells
		return "", "any"
	}
	for i := range kindTexts {
		if kindTexts[i].kind == w.Kind {
			text, editor = kindTexts[i].text, kindTexts[i].editor
		}
	}
	if w.Multi {
		text, editor = text+", or a list of them", editor+"|table"
	}
	if w.Hook && editor != "table" && editor != "any" {
		editor += "|table"
	}
	return text, editor
}
