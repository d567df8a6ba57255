package spec

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

// TestCoverage tells, enum by enum of the UAPI headers, how many of the attributes have a row, how
// many of the rows say what the payload means, and how many of them can be written. `make coverage`
// prints the table. An attribute without a row must be excused by name.
func TestCoverage(t *testing.T) {
	rows := map[string]*codec.Row{}
	for _, set := range Sets() {
		for i := range set.Rows {
			rows[set.Rows[i].C] = &set.Rows[i]
		}
	}
	var total coverage
	t.Logf("%-24s %-30s %4s %4s %5s %4s", "header", "from", "attr", "row", "typed", "set")
	for _, e := range attributeEnums(t) {
		var c coverage
		for _, name := range e.names {
			row := rows[name]
			if row == nil && excused(name) {
				continue
			}
			c.count(row)
			if row == nil && slices.ContainsFunc(e.names, func(n string) bool { return rows[n] != nil }) {
				t.Errorf("%s: %s has no row", e.header, name)
			}
		}
		if c.rows == 0 {
			continue // of another protocol
		}
		total.add(c)
		t.Logf("%-24s %-30s %s", e.header, e.names[0], c)
	}
	t.Logf("%-24s %-30s %s", "in all", "", total)
}

// coverage counts attributes, those with a row, those whose payload is known, those that can be set.
type coverage struct{ attrs, rows, typed, set int }

func (c *coverage) count(row *codec.Row) {
	c.attrs++
	if row == nil {
		return
	}
	c.rows++
	if row.Kind != codec.Bytes || row.Hint != codec.NoHint || row.Size > 0 {
		c.typed++
	}
	if writable(row) {
		c.set++
	}
}

func (c *coverage) add(o coverage) {
	c.attrs, c.rows, c.typed, c.set = c.attrs+o.attrs, c.rows+o.rows, c.typed+o.typed, c.set+o.set
}

func (c coverage) String() string {
	return fmt.Sprintf("%4d %4d %5d %4d", c.attrs, c.rows, c.typed, c.set)
}

// writable tries to encode a value of the row's kind.
func writable(row *codec.Row) bool {
	if row.Kind == codec.ByName {
		return len(row.Sub.Cases) > 0 || row.Sub.More != nil
	}
	set := &codec.Set{Name: "one", Rows: []codec.Row{*row}}
	for _, value := range []any{uint64(1), "02:00:00:00:00:01", "192.0.2.1", "2001:db8::1", true, "", codec.Table{}, []any{},
		make([]byte, row.Size), codec.Table{{Name: "value", Value: uint64(1)}, {Name: "selector", Value: uint64(1)}},
		codec.Table{{Name: "family", Value: uint64(2)}, {Name: "addr", Value: "192.0.2.1"}}} {
		if _, err := codec.Encode(set, nil, codec.Table{{Name: row.Name, Value: value}}); err == nil {
			return true
		}
	}
	return false
}

// attributeEnum is the names of one enum of attributes, without its ends.
type attributeEnum struct {
	header string
	names  []string
}

var attributeName = regexp.MustCompile(`^(IFLA|IFA|IFAL|RTA|RTAX|NDA|NDTA|NDTPA|NFEA|FRA|TCA|NHA|NETCONFA|NETNSA|MDBA|MDBE|BRIDGE_VLANDB|VETH_INFO|PREFIX|NDUSEROPT|LWTUNNEL|LWT|MPLS_IPTUNNEL|SEG6|ILA|RPL_IPTUNNEL|IOAM6)_`)

// attributeEnums reads the enums of attributes of rtnetlink's headers.
func attributeEnums(t *testing.T) []attributeEnum {
	var list []attributeEnum
	for _, file := range headerFiles(t, "*.h", "can/*.h", "tc_act/*.h", "tc_ematch/*.h") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, body := range cEnum.FindAllStringSubmatch(cComment.ReplaceAllString(string(text), ""), -1) {
			e := attributeEnum{header: strings.TrimPrefix(file, headerFolder+"/")}
			for item := range strings.SplitSeq(body[1], ",") {
				name, _, _ := strings.Cut(item, "=")
				if name = strings.TrimSpace(name); attributeName.MatchString(name) && !isEnd(name) {
					e.names = append(e.names, name)
				}
			}
			if len(e.names) > 0 {
				list = append(list, e)
			}
		}
	}
	if len(list) == 0 {
		t.Fatalf("no enum of attributes in %s", headerFolder)
	}
	return list
}

// isEnd: what is no attribute in an enum of attributes.
func isEnd(name string) bool {
	return strings.HasSuffix(name, "_UNSPEC") || strings.HasSuffix(name, "_MAX") || strings.HasSuffix(name, "_PAD")
}

// excuses are names in enums of attributes that are none: a second name, a number that is never sent.
var excuses = []string{"IFLA_IF_NETNSID", "NETNSA_NONE"}

func excused(name string) bool { return slices.Contains(excuses, name) }
