package request

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// Requests that differ in values only are made of each other. Whatever comes after what, each is what it is from the start: bytes,
// flags, errors, and what is said of it when the kernel refuses it.
func TestAgain(t *testing.T) {
	addresses := [][]any{
		{"10.0.0.1", "10.0.0.2", "10.0.0.3"}, {"10.0.0.2/32", "10.0.0.3/32"}, {"10.7.0.0/16", "10.8.0.0/16", "10.9.0.0/255.255.0.0"}, {"fd00::1", "fd00::2"},
		{"fd00:1::/64", "fd00:2::/64"}, {"10.0.0.1", "10.0.0.2/32", "0.0.0.0", "0.0.0.0/0", "default", "", "::", "::/0", "fd00::1", "::ffff:1.2.3.4",
			"::ffff:1.2.3.5/128", "10.0.0.1/33", "10.0.0", "fe80::1%eth0", 7.0, true, nil, codec.Table{{Name: "label", Value: 16.0}}},
	}
	numbers := [][]any{
		{1.0, 2.0, 7.0}, {254.0}, {2.0, 0.0, -1.0, 1.5, 4294967295.0, 4294967296.0, "2", "eth0", "nothing", "main", "static", "blackhole", "inet", "inet6", "link", true, nil},
	}
	macs := [][]any{
		{"02:00:00:00:00:01", "02:00:00:00:00:02"}, {"02-00-00-00-00-03", "0200.0000.0004"},
		{"02:00:00:00:00:01:02:03", "02:00", "10.0.0.1", "fd00::1", "fd00::", "02::1", "", "x", 5.0, true, nil},
	}
	kinds := map[string][][]any{"dst": addresses, "gateway": addresses, "prefsrc": addresses, "src": addresses, "lladdr": macs}
	for _, of := range []struct {
		object, verbs, always, words string
		turns                        int
	}{
		{"route", "add replace del get set", "", "dst gateway oif dst gateway oif priority table dst gateway prefsrc dev metric family type scope proto protocol src mtu IFLA_X dst_len RTA_OIF vrf", 4000},
		{"neigh", "add replace del get change", "ifindex", "dst lladdr ifindex dst lladdr ifindex dst lladdr dev index state nud family flags router proxy NDA_LLADDR protocol vlan", 12000},
		{"fdb", "add append replace del", "lladdr dev", "dst lladdr ifindex dst lladdr ifindex dst lladdr dev vlan vni src_vni master self state permanent static dynamic via flags sticky port", 12000},
	} {
		t.Run(of.object, func(t *testing.T) {
			testAgain(t, ByName(of.object), strings.Fields(of.verbs), strings.Fields(of.always), strings.Fields(of.words), kinds, numbers, of.turns)
		})
	}
}

func testAgain(t *testing.T, obj *Object, verbs, always, words []string, kinds map[string][][]any, numbers [][]any, turns int) {
	r := rand.New(rand.NewPCG(1, 2))
	again := 0
	for range turns {
		var names []string
		var lists [][]any
		some := slices.Clone(always)
		for _, i := range r.Perm(len(words))[:1+r.IntN(4)] {
			some = append(some, words[i])
		}
		for _, name := range some {
			names = append(names, name)
			groups := kinds[name]
			if groups == nil {
				groups = numbers
			}
			list := groups[r.IntN(len(groups))]
			if r.IntN(8) == 0 {
				list = append(list[:len(list):len(list)], groups[len(groups)-1]...)
			}
			lists = append(lists, list)
		}
		verb := verbs[r.IntN(len(verbs))]
		stay := r.IntN(2) == 0 // most loops change one keyword
		var kw codec.Table
		system := &moving{system, 10}
		for turn := range 6 {
			system.index++
			kw = append(codec.Table(nil), kw...)
			for i, name := range names {
				if turn > 0 && stay && i != turn%len(names) {
					continue
				}
				pair := codec.Pair{Name: name, Value: lists[i][r.IntN(len(lists[i]))]}
				if turn == 0 {
					kw = append(kw, pair)
				} else {
					kw[i] = pair
				}
			}
			kw := codec.Table(append([]codec.Pair(nil), kw...))
			r.Shuffle(len(kw), func(i, j int) { kw[i], kw[j] = kw[j], kw[i] })
			got, err := Build(obj, verb, kw, system)
			want, wantErr := newBuilder().fresh(obj, obj.Verb(verb), verb, kw, system)
			if wantErr != nil {
				want, wantErr = newBuilder().fresh(obj, obj.Verb(verb), verb, kw.Sorted(), system)
			}
			if fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Fatalf("%s %v: %v, want %v", verb, kw, err, wantErr)
			}
			if err != nil {
				continue
			}
			if got.again {
				again++
			}
			if describe(got) != describe(want) {
				t.Fatalf("%s %v:\n%s\nwant\n%s", verb, kw, describe(got), describe(want))
			}
			got.Done()
		}
	}
	if again < 200 { // under the race detector sync.Pool loses some
		t.Errorf("%d requests were made of others: too few for the test to say anything", again)
	}
}

// moving is a system whose links are others each time.
type moving struct {
	fakeSystem
	index int
}

func (m *moving) LinkIndex(name string) (int, error) {
	if name == "nothing" {
		return 0, unix.ENODEV
	}
	return m.index, nil
}

// describe tells all that can be asked of a request.
func describe(r *Request) string {
	text := fmt.Sprintf("%s %d %x %x %v %v", r.Verb, r.Type, r.Flags, r.Body, r.Mode, r.Empty)
	for off := 0; off < len(r.Body)+16; off += 4 {
		text += " " + r.Keyword(off)
	}
	for _, path := range []string{"dst", "gateway", "oif", "priority", "table", "prefsrc", "via", "lladdr", "ifindex", "state", "vlan"} {
		word, value := r.Said(path)
		text += fmt.Sprintf(" %s=%s:%v", path, word, value)
	}
	word, link := r.OnlyLink()
	return text + " " + word + ":" + link
}
