package bindings

import (
	"os"
	"regexp"
	"strings"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
)

// peers are the public names of pyroute2's five classes, of 0.7.2 and 0.9: the arguments of their constructors, methods, properties.
const peers = `
	port pid fileno sndbuf rcvbuf rcvsize all_ns async_qsize nlm_generator target ext_ack strict_check groups nlm_echo use_socket netns
	netns_path flags libc use_event_loop telemetry exception_factory
	accept add_membership addr addr_pool async_recv asyncore bind brport callbacks capabilities clone close close_file compile connect
	connection_lost drop_membership dump endpoint endpoint_started enqueue ensure ensure_socket epid event_loop fdb filter_messages
	flush_addr flush_routes flush_rules from_asyncore get get_addr get_classes get_default_routes get_filters get_links get_loop
	get_neighbours get_netns_info get_netnsid get_ntables get_pid get_policy_map get_qdiscs get_routes get_rules get_vlans getsockname
	getsockopt gettimeout link link_lookup list_link_kind listen local make_request_flags make_request_type makefile marshal mock_data
	msg_queue neigh nlm_request nlm_request_batch open_file poll post_init probe put recv recv_ft recv_into recvfrom recvfrom_into
	register_callback register_link_kind register_policy release remove request_proxy route route_dump route_dumps route_load route_loads
	rule send sendto sendto_gate set_marshal set_netnsid setblocking setsockopt settimeout setup_endpoint setup_event_loop setup_socket
	shutdown socket spec stats status tc uname unregister_callback unregister_link_kind unregister_policy vlan_filter vlandb`

// TestClassesPage holds docs/classes.md against pyroute2's classes, the constructors' options, the methods of the five classes and
// what is left out. The test that a row names has to speak of the name.
func TestClassesPage(t *testing.T) {
	page, err := os.ReadFile("../docs/classes.md")
	if err != nil {
		t.Fatal(err)
	}
	vm := host.New(host.Config{IgnoreEnv: true})
	defer vm.Close()
	s := Open(vm, &Options{}, false)
	defer s.Close()

	there := map[string]bool{"status": true, "try": true}
	for _, o := range options() {
		there[o.name] = true
	}
	for i := range leftOut {
		for name := range strings.FieldsSeq(leftOut[i].names) {
			there[name] = true
		}
	}
	for _, c := range s.classes {
		s.methodsOf(c).ForEach(func(k, _ lua.LValue) {
			if name := k.String(); !strings.HasPrefix(name, "__") {
				there[name] = true
			}
		})
	}
	goTests := sources(t, ".", "_test.go")
	word := regexp.MustCompile("`([a-z_]+)`")
	told := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(cells[0], " `") || len(cells) < 2 {
			continue
		}
		shown := strings.TrimSpace(cells[len(cells)-1])
		file := "testdata/" + shown + ".lua"
		if strings.HasSuffix(shown, ".txtar") {
			file = "../testdata/script/" + shown
		}
		source, err := os.ReadFile(file)
		if err != nil && strings.HasPrefix(shown, "Test") && strings.Contains(goTests, "func "+shown+"(") {
			source, err = []byte(goTests), nil
		}
		for _, match := range word.FindAllStringSubmatch(cells[0], -1) {
			name := match[1]
			told[name] = true
			switch {
			case !there[name]:
				t.Errorf("docs/classes.md tells of %s, which is not there", name)
			case instead(name) != "":
			case err != nil:
				t.Errorf("docs/classes.md: %s is shown by %q, which is not there", name, shown)
			case !strings.Contains(string(source), name):
				t.Errorf("docs/classes.md: %s is shown by %s, which does not speak of it", name, shown)
			}
		}
	}
	for name := range strings.FieldsSeq(peers) {
		if !there[name] {
			t.Errorf("pyroute2 has %s, and nlua says nothing of it", name)
		}
	}
	for name := range there {
		if !told[name] {
			t.Errorf("docs/classes.md lacks %s", name)
		}
	}
}

// sources joins the files of a directory whose names end so.
func sources(t *testing.T, dir, suffix string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), suffix) {
			b, err := os.ReadFile(dir + "/" + entry.Name())
			if err != nil {
				t.Fatal(err)
			}
			all.Write(b)
		}
	}
	return all.String()
}
