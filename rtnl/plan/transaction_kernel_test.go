package plan

import (
	"testing"
	"time"
)

func TestRollback(t *testing.T) {
	for _, test := range []struct {
		name  string
		steps [][]any
	}{
		{"device down", [][]any{{"link", "set", "index", "a", "state", "down"}}},
		{"device gone", [][]any{{"link", "del", "ifname", "a"}}},
		{"bridge gone", [][]any{{"link", "del", "ifname", "br"}}},
		{"address gone", [][]any{{"addr", "del", "index", "a", "address", "10.255.0.1/24"}}},
		{"IPv6 address gone", [][]any{{"addr", "del", "index", "a", "address", "fd00::1/64"}}},
		{"nexthop gone", [][]any{{"nexthop", "del", "id", 1}}},
		{"routes replaced", [][]any{
			{"route", "replace", "dst", "10.1.0.0/16", "gateway", "10.255.0.7"},
			{"route", "replace", "dst", "fd01::/64", "gateway", "fd00::7"},
			{"route", "del", "dst", "10.4.0.0/16", "table", 100},
		}},
		{"rules", [][]any{{"rule", "del", "priority", 100}, {"rule", "add", "priority", 101, "table", 7}}},
		{"settings", [][]any{
			{"link", "set", "index", "a", "mtu", 1300, "ifalias", "other", "txqlen", 5},
			{"link", "set", "index", "br", "kind", "bridge", "br_forward_delay", 500},
			{"link", "set", "index", "b", "master", false},
			{"link", "set", "index", "m", "address", "02:00:00:00:00:77"},
			{"link", "property_add", "index", "a", "altname", "other0"},
		}},
		{"renamed", [][]any{{"link", "set", "index", "m", "state", "down"}, {"link", "set", "index", "m", "ifname", "n"}}},
		{"new things", [][]any{
			{"link", "add", "ifname", "v0", "kind", "veth", "peer", kw("ifname", "v1")},
			{"link", "set", "index", "v0", "state", "up"},
			{"addr", "add", "index", "v0", "address", "10.200.0.1/24"},
			{"route", "add", "dst", "10.201.0.0/16", "gateway", "10.200.0.2"},
			{"neigh", "add", "dst", "10.200.0.3", "lladdr", "02:00:00:00:00:03", "index", "v0"},
			{"link", "del", "ifname", "x"},
		}},
		{"neighbours", [][]any{
			{"neigh", "del", "dst", "10.255.0.2", "index", "a"},
			{"fdb", "del", "lladdr", "02:00:00:00:00:05", "index", "b", "flags", "master"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := testClient(t)
			furnish(t, c)
			time.Sleep(10 * time.Millisecond)
			before := picture(t, c)
			tx := begin(t, c)
			for _, step := range test.steps {
				if err := try(t, tx, step[0].(string), step[1].(string), step[2:]...); err != nil {
					t.Fatalf("%v: %v", step, err)
				}
			}
			rollback(t, tx)
			same(t, before)
		})
	}
}
