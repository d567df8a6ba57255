package request

import (
	"errors"
	"fmt"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
)

// Try tells what Build would refuse, for programs that read scripts without running them: links, namespaces and names of the system's
// databases are taken to exist.
func (o *Object) Try(verb string, kw codec.Table, db *names.DB) error {
	_, err := Build(o, verb, kw, anything{db})
	if err != nil && missing(err) {
		return nil
	}
	return err
}

// anything is a Resolver for which whatever has a name is there.
type anything struct{ db *names.DB }

func (anything) LinkIndex(string) (int, error) { return 1, nil }

func (anything) LinkSpeed(int) (uint32, error) { return 1000, nil }

func (anything) VRFTable(int) (uint32, error) { return 1, nil }

func (anything) IPSet(string) (uint16, error) { return 1, nil }

func (anything) LinkName(int) (string, error) { return "link", nil }

// NetNS gives what is no descriptor of any process.
func (anything) NetNS(string) (int, error) { return 1<<31 - 1, nil }

func (a anything) Names() *names.DB { return a.db }

// AboutName tells whether an error of Try is about a name inside a keyword's table, whatever its value.
func AboutName(err error) bool {
	text := err.Error()
	return strings.Contains(text, "unknown") || strings.Contains(text, "has no such ")
}

// AboutValue tells whether an error of Try is about what a keyword was given, or what is inside that.
func AboutValue(err error, given codec.Pair) bool {
	var e *Error
	if !errors.As(err, &e) || e.Keyword != given.Name && !strings.HasPrefix(e.Keyword, given.Name+".") {
		return false
	}
	text := err.Error()
	return strings.Contains(text, "want ") || strings.Contains(strings.TrimPrefix(text, e.Request), strings.Trim(fmt.Sprint(given.Value), "[]"))
}
