package request

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// actionObject is the actions that stand alone: RTM_*ACTION.
func actionObject() *Object {
	return &Object{
		Doc:  "Actions of the traffic control that filters can share.",
		Set:  &spec.Action,
		Args: []string{"kind", "index"},
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWACTION, Flags: fCreate, Doc: "make actions"},
			{Name: "replace", Also: []string{"change"}, Type: unix.RTM_NEWACTION, Flags: fReplace, Doc: "make or change actions"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELACTION, Flags: fReq, Doc: "remove an action"},
			{Name: "flush", Type: unix.RTM_DELACTION, Flags: fReq | unix.NLM_F_ROOT, Doc: "remove all actions of a kind that no filter uses"},
			{Name: "get", Type: unix.RTM_GETACTION, Flags: fReq, Doc: "read one action"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETACTION, Flags: fDump, Doc: "read the actions of a kind, in pages"},
		},
		Keywords: []Keyword{
			{Name: "kind", Path: "tab.kind", Doc: "Kind of action: \"gact\", \"mirred\", \"police\"."},
			{Name: "index", Path: "tab.index", Doc: "Number of the action."},
			{Name: "actions", Path: "tab", Only: "add replace", Doc: "Several actions at once: a list of tables."},
			{Name: "time_delta", Do: askHook("time_delta"), Only: "dump", Hint: codec.Millis, Doc: "Only actions that were used within this time."},
		},
		Options: func(_ *Verb, kind string) []Word {
			if kind == "" {
				return nil
			}
			k, set := tcKindOf(tcActions(), kind, tcAction, tcActionSub())
			return kindWords(k, set)
		},
		Kinds: tcActionSub(),
		Data:  func(*builder, bool) []string { return []string{"tab", "options"} },
		Begin: beginAction,
	}
}

// beginAction makes the list of actions from all keywords at once.
func beginAction(b *builder) error {
	if b.verb == nil {
		return nil
	}
	var rest, own codec.Table
	for _, p := range b.kw {
		if p.Name == "attrs" || p.Name == "time_delta" || p.Name == "match" {
			rest = append(rest, p)
		} else if p.Value != nil {
			own = append(own, p)
		}
	}
	b.kw = rest
	kind, _ := own.Get("kind")
	if b.verb.Type == unix.RTM_NEWACTION {
		list := any(own)
		if v, ok := own.Get("actions"); ok {
			if len(own) > 1 {
				return errors.New("actions comes beside other words")
			}
			list = v
		}
		acts, err := actionList(b, list)
		if err != nil {
			return err
		}
		b.attr(acts, "tab")
		return nil
	}
	name, ok := kind.(string)
	if !ok || name == "" {
		return orMissing(nil, "kind")
	}
	act := codec.Table{{Name: "kind", Value: name}}
	for _, p := range own {
		switch {
		case p.Name == "kind":
		case p.Name == "index" && !b.filtering && b.verb.Name != "flush":
			act = append(act, p)
		default:
			return fmt.Errorf("unknown keyword %q: %s %s takes kind%s", p.Name, b.obj.Name, b.said, map[bool]string{true: "", false: " and index"}[b.filtering || b.verb.Name == "flush"])
		}
	}
	if b.filtering {
		b.askAttr([]any{act}, "tab")
		b.askAttr(uint64(1), "flags") // TCA_FLAG_LARGE_DUMP_ON: more than 32 in a message
		return nil
	}
	if _, ok := own.Get("index"); !ok && b.verb.Name != "flush" {
		return orMissing(nil, "index")
	}
	b.attr([]any{act}, "tab")
	return nil
}
