package main

import (
	"fmt"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

// spec is what the generator reads of a netlink specification (Documentation/netlink/genetlink-legacy.yaml describes the form).
type spec struct {
	Name        string
	Definitions []*definition
	Sets        []*attrSet   `yaml:"attribute-sets"`
	Subs        []subMessage `yaml:"sub-messages"`
}

type definition struct {
	Name       string
	Type       string // struct, enum or flags
	NamePrefix string `yaml:"name-prefix"`
	ValueStart uint64 `yaml:"value-start"`
	Members    []attr
	Entries    []entry
}

type entry struct {
	Name  string
	Value *uint64
}

// UnmarshalYAML takes an entry that is a name alone, too.
func (e *entry) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&e.Name)
	}
	type plain entry
	return n.Decode((*plain)(e))
}

type attrSet struct {
	Name       string
	NamePrefix *string `yaml:"name-prefix"`
	SubsetOf   string  `yaml:"subset-of"`
	Attributes []attr
}

type attr struct {
	Name      string
	Type      string
	Value     *int
	SubType   string `yaml:"sub-type"`
	ByteOrder string `yaml:"byte-order"`
	Hint      string `yaml:"display-hint"`
	Nested    string `yaml:"nested-attributes"`
	Struct    string
	Enum      string
	EnumFlags bool   `yaml:"enum-as-flags"`
	Multi     bool   `yaml:"multi-attr"`
	Sub       string `yaml:"sub-message"`
	Selector  string
	Len       int
	number    int // Value, counted on where the file leaves it out
}

type subMessage struct {
	Name    string
	Formats []struct {
		Value       string
		AttrSet     string `yaml:"attribute-set"`
		FixedHeader string `yaml:"fixed-header"`
	}
}

// renamed are sets whose name another specification has too.
var renamed = map[string]string{"tc/route-attrs": "route4-attrs"}

// load reads DIR/name.yaml, gives every attribute its number, and completes sets that are part of another.
func load(dir, name string) (*spec, error) {
	b, err := os.ReadFile(filepath.Join(dir, name+".yaml"))
	if err != nil {
		return nil, err
	}
	s := new(spec)
	if err := yaml.Unmarshal(b, s); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, set := range s.Sets {
		if n := renamed[name+"/"+set.Name]; n != "" {
			set.Name = n
		}
		next := 1
		for i := range set.Attributes {
			a := &set.Attributes[i]
			if a.Value != nil {
				next = *a.Value
			}
			a.number = next
			next++
		}
	}
	for i := range s.Subs {
		for j, f := range s.Subs[i].Formats {
			if n := renamed[name+"/"+f.AttrSet]; n != "" {
				s.Subs[i].Formats[j].AttrSet = n
			}
		}
	}
	for _, set := range s.Sets {
		if set.SubsetOf == "" {
			continue
		}
		parent := s.set(set.SubsetOf)
		if parent == nil {
			return nil, fmt.Errorf("%s: %s is part of %s, which is not there", name, set.Name, set.SubsetOf)
		}
		if set.NamePrefix == nil {
			set.NamePrefix = parent.NamePrefix
		}
		for i := range set.Attributes {
			if err := set.Attributes[i].inherit(parent); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", name, set.Name, err)
			}
		}
	}
	return s, nil
}

// inherit takes from the parent's attribute of the same name whatever a itself leaves open.
func (a *attr) inherit(parent *attrSet) error {
	for _, p := range parent.Attributes {
		if p.Name != a.Name {
			continue
		}
		own := *a
		*a = p
		if own.Type != "" {
			a.Type, a.ByteOrder = own.Type, own.ByteOrder
		}
		if own.Hint != "" {
			a.Hint = own.Hint
		}
		a.Multi = own.Multi
		return nil
	}
	return fmt.Errorf("%s is not in %s", a.Name, parent.Name)
}

func (s *spec) set(name string) *attrSet {
	for _, set := range s.Sets {
		if set.Name == name {
			return set
		}
	}
	return nil
}

func (s *spec) definition(name string) *definition {
	for _, d := range s.Definitions {
		if d.Name == name {
			return d
		}
	}
	return nil
}

func (s *spec) sub(name string) *subMessage {
	for i := range s.Subs {
		if s.Subs[i].Name == name {
			return &s.Subs[i]
		}
	}
	return nil
}
