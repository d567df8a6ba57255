package iproute

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// HelpPage is what a command of iproute2 prints when it is asked for help.
type HelpPage struct {
	Ask   string   // the command: "ip link help vxlan"
	Of    string   // regular expression: the commands that the page is about
	Apart []string // what of the page no command has, and why: "set get: reason"
}

// Page makes one.
func Page(ask, of string, apart ...string) HelpPage { return HelpPage{ask, of, apart} }

var (
	part = regexp.MustCompile(`[\[{]([^][{}]*)[\]}]`)      // a choice inside a word: "[no]"
	word = regexp.MustCompile(`^[a-z0-9][a-z0-9_.+*/-]*$`) // what stands for itself; what stands for something has capitals
)

// prose are words of English on these pages: no word of a command unless one has it.
var prose = strings.Fields(`
	name options instance 0x12 0xffffffff 16-bit 32-bit 4-tuples accumulated adapting addr1 address addresses agent allocated applied arbitrary assign at bad bandwidth being bitmask borrow borrows but by bytes c case classification classifier
	cmd computed conditional configured construct containing control conntrack created creation decide decimals definite definitions delay determine device devicename direct direction directory domain during e.g encoding
	ethertype examples existing explicitly extended f field file firewall flags functionality gate-mask hand hardware header hex i.e icmpdata id identified idle incoming integer intersection internal interval ip6data ipdata
	k kernel least leaf list location mandatory maps marks mask maskval matching maximum means metadata minimum minor multiple nanoseconds next no observed octets off offmask offval opposite optionally order parse_action
	parsed parsing pas per-packet period permitted pinned policy port1 port_number priority program psample quantums queue ratio receiving remaining represented restoration restoring rx s sampling segment sending sent serve
	served setval shiftval size skb- slope slot socket source specific start statemask still stored supported t table tc tcpdata time transmit truncation udpdata unclassified unit unix upon usage valid version we wildcard
	work x-coordinate addval atval data direct queue samples generated per-packet max create priority once much upper
	a actions also an and are as associated at be bit bits byte bytes can class classes combination computations default defaults denotes different each either enable etc exceed exceeding
	first following for format from given has he help hexadecimal how if in individual input is its itself large look lower map must need needs not note number numbers of on one only optional or
	packet packets per points refers represents same second set specifies specify specified string strings than that the their them there these this to type typically up use used user uses using value values when where
	which who will with without`)

// Words are the words of the page, each once.
func (p HelpPage) Words(t testing.TB) (list []string) {
	t.Helper()
	argv := strings.Fields(p.Ask)
	text, _ := exec.Command(argv[0], argv[1:]...).CombinedOutput() // asked for help, it fails
	seen := map[string]bool{}
	for _, field := range strings.Fields(string(text)) {
		for _, one := range spelled(field) {
			for _, w := range cutWords(one) {
				w = strings.TrimRight(w, ".*")
				if word.MatchString(w) && strings.ContainsFunc(w, func(r rune) bool { return r >= 'a' }) && !strings.Contains(w, "..") && !seen[w] {
					seen[w] = true
					list = append(list, w)
				}
			}
		}
	}
	return list
}

func cutWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("[]{}|()<>,:;='\"?!", r) })
}

// spelled are the words that a word with choices in it stands for: "no[i|o]key", "[no]proxy", "u{8|16}".
func spelled(s string) []string {
	for _, at := range part.FindAllStringSubmatchIndex(s, -1) {
		before, inside, after := s[:at[0]], s[at[2]:at[3]], s[at[1]:]
		letter := func(s string) bool { return s != "" && strings.ContainsAny(s[:1], "abcdefghijklmnopqrstuvwxyz_[{") }
		if !letter(after) && (before == "" || !letter(before[len(before)-1:])) {
			continue
		}
		all := strings.Split(inside, "|")
		if s[at[0]] == '[' {
			all = append(all, "")
		}
		var list []string
		for _, choice := range all {
			list = append(list, spelled(before+choice+after)...)
		}
		return list
	}
	return []string{s}
}

// CheckHelp sees to it that each word of the pages stands in one of the commands that the page is about, or apart.
func CheckHelp(t *testing.T, pages []HelpPage, commands []string) {
	for _, page := range pages {
		about := regexp.MustCompile(page.Of)
		said := map[string]bool{}
		for _, c := range commands {
			if about.MatchString(c) {
				for _, w := range strings.Fields(c) {
					said[w] = true
					for _, w := range strings.FieldsFunc(w, func(r rune) bool { return strings.ContainsRune("[](),:=/", r) }) {
						said[w] = true
					}
				}
			}
		}
		var apart []string
		for _, line := range page.Apart {
			words, why, ok := strings.Cut(line, ": ")
			if !ok || why == "" {
				t.Errorf("%s: %q gives no reason", page.Ask, line)
			}
			apart = append(apart, strings.Fields(words)...)
		}
		words := page.Words(t)
		if len(words) == 0 {
			t.Errorf("%s: no words", page.Ask)
		}
		var missing []string
		for _, w := range words {
			if !said[w] && !slices.Contains(apart, w) && !slices.Contains(prose, w) {
				missing = append(missing, w)
			}
		}
		if len(missing) > 0 {
			t.Errorf("%s: no command has: %s", page.Ask, strings.Join(missing, " "))
		}
		for _, w := range apart {
			if said[w] || !slices.Contains(words, w) {
				t.Errorf("%s: %s does not stand apart", page.Ask, w)
			}
		}
	}
}
