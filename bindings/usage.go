package bindings

import "strings"

// param is one argument in an entry's use.
type param struct {
	name     string // "..." for any more
	kind     string // as LuaCATS says types
	optional bool
}

// paramKinds are the types of arguments by their names.
var paramKinds = [...]struct{ names, kind string }{
	{"name NAME verb file bytes text flag", "string"}, {"method", "string|function"}, {"seconds n pid level option number", "number"}, {"fn", "function"},
	{"path event", "string|string[]"}, {"argv", "string[]"}, {"group msg_type family", "number|string"}, {"groups", "number|string|string[]"},
	{"read write except env", "table"}, {"messages", "nlua.Message[]"}, {"list_proc", "boolean|table"},
	{"timeout interval rcvbuf queue msg_flags msg_seq msg_pid", "number"}, {"cwd stdin", "string"}, {"netns", "string|table"},
}

// kindNamed is the type of an argument or option by its name.
func kindNamed(name string) string {
	for i := range paramKinds {
		for one := range strings.FieldsSeq(paramKinds[i].names) {
			if one == name {
				return paramKinds[i].kind
			}
		}
	}
	return "any"
}

// params reads the arguments in an entry's use: "m:get(path [, default])" has path, and may have default.
func (e *entry) params() (list []param) {
	use, _, _ := strings.Cut(e.use, " ->")
	open := strings.IndexAny(use, "({")
	if open < 0 {
		return nil
	}
	if use[open] == '{' {
		return []param{{"keywords", "table", true}}
	}
	optional := false
	add := func(text string) {
		if p := paramOf(strings.TrimSpace(text)); p.name != "" {
			p.optional = optional
			list = append(list, p)
		}
	}
	depth, from := 0, open+1
	for i := from; i < len(use); i++ {
		switch ch := use[i]; {
		case ch == '{' || ch == '(':
			depth++
		case depth > 0 && (ch == '}' || ch == ')'):
			depth--
		case depth > 0:
		case ch == ')':
			add(use[from:i])
			return list
		case ch == ',' || ch == '[' || ch == ']':
			add(use[from:i])
			from = i + 1
			optional = optional || ch == '['
		}
	}
	return list
}

// resultKinds are the types of what entries say behind "->".
var resultKinds = [...]struct{ text, kind string }{
	{"number", "number"}, {"seconds", "number"}, {"-1, 0, 1", "number"}, {"text", "string"}, {"bytes", "string"}, {"name", "string"},
	{"boolean", "boolean"}, {"table", "table"}, {"list", "any[]"}, {"function", "function"}, {"list of names", "string[]"},
	{"list of lines", "string[]"}, {"list of numbers", "number[]"}, {"list of messages", "nlua.Message[]"}, {"message", "nlua.Message"},
	{"message or nil", "nlua.Message|nil"}, {"event", "nlua.Message"}, {"record or nil", "table|nil"}, {"records", "nlua.Records"}, {"dump", "nlua.Dump"},
	{"list of messages, or dump", "nlua.Message[]|nlua.Dump"}, {"iterator", "fun(): nlua.Message"}, {"task", "nlua.Task"},
	{"channel", "nlua.Channel"}, {"u64", "nlua.U64"}, {"plan", "nlua.Plan"}, {"table, list of lines", "table, string[]"},
	{"three lists", "any[], any[], any[]"}, {"list of {path, old, new}", "table[]"}, {"values", "any ..."}, {"results", "any ..."},
	{"results of fn", "any ..."}, {"{ code =, stdout =, stderr = }", "{code: number, stdout: string, stderr: string}"},
	{"{ nsid =, current_nsid = }", "{nsid: number, current_nsid: number}"},
}

// returns is the type of what an entry's use gives, "" where it gives nothing.
func (e *entry) returns() string {
	_, result, ok := strings.Cut(e.use, "-> ")
	if !ok {
		return ""
	}
	for i := range resultKinds {
		if resultKinds[i].text == result {
			return resultKinds[i].kind
		}
	}
	return "any"
}

// paramOf reads one argument as a use writes it: path, {name}, {group, ...}, function(b), "line", number...
func paramOf(text string) param {
	p := param{name: text, kind: "any"}
	inner := strings.TrimSuffix(strings.Trim(text, "{ }"), "...")
	switch {
	case strings.HasPrefix(text, "{"):
		p.name, p.kind = "options", "table"
		if isName(inner) {
			p.name = inner
		}
	case strings.HasPrefix(text, "function"):
		p.name = "fn"
	case strings.HasPrefix(text, `"`):
		p.name, p.kind = "format", text
	case strings.HasSuffix(text, "..."):
		p.name = "..."
	case text != "" && !isName(text):
		p.name = "value"
	}
	if arg, ok := strings.CutPrefix(inner, "function("); ok { // batch, transaction, guard
		arg, _, _ = strings.Cut(arg, ")")
		p.kind = "fun(" + arg + ": nlua.IPRoute): any"
	}
	if p.kind == "any" {
		p.kind = kindNamed(p.name)
	}
	return p
}
