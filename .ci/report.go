// Reads `go test -json` from stdin and prints what a person wants of it: the line of each
// package, the output of the tests that failed, the reasons of those that were skipped, totals.
// Run as `go run .ci/report.go`; it exits with 1 where a test or a package failed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

type event struct {
	Action, Package, Test, Output string
	ImportPath                    string // of build output
}

// maxOutput bounds what is kept, and printed, of one test.
const maxOutput = 64 << 10

func main() {
	var passed, failed, skipped, broken int
	output := map[string]string{} // of tests still running, or of packages
	reasons := map[string]int{}   // why tests were skipped
	failing := map[string]bool{}  // packages in which a test was named as failed
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			fmt.Println(in.Text()) // the go command itself
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "build-output":
			fmt.Print(e.Output)
		case "output":
			if e.Test == "" && isResult(e.Output) {
				fmt.Print(e.Output)
			} else if len(output[key]) < maxOutput {
				output[key] += e.Output
			}
		case "pass":
			if e.Test != "" {
				passed++
			}
			delete(output, key)
		case "skip":
			if e.Test != "" {
				skipped++
				reasons[reason(output[key])]++
			}
			delete(output, key)
		case "fail":
			if e.Test != "" {
				failed++
				failing[e.Package] = true
			} else {
				broken++
				for _, name := range keys(output) { // of tests in the midst of which the process ended
					if name != key && strings.HasPrefix(name, key) {
						fmt.Printf("CUT OFF: %s\n%s\n", name, output[name])
						delete(output, name)
					}
				}
			}
			if e.Test != "" || !failing[e.Package] {
				fmt.Printf("FAILED: %s\n%s\n", strings.TrimSpace(key), output[key])
			}
			delete(output, key)
		}
	}
	for _, why := range keys(reasons) {
		fmt.Printf("skipped %d: %s\n", reasons[why], why)
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped)
	if err := in.Err(); err != nil {
		fmt.Println(err)
		broken++
	}
	if failed+broken > 0 {
		os.Exit(1)
	}
}

func isResult(line string) bool {
	return strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "FAIL\t") ||
		strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ")
}

// reason finds in a test's output the message that t.Skip printed, without its file and line.
func reason(output string) string {
	why := "no reason given"
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") || line == "" {
			continue
		}
		if _, text, ok := strings.Cut(line, ".go:"); ok {
			if _, text, ok = strings.Cut(text, ": "); ok {
				line = text
			}
		}
		why = line
	}
	return why
}

func keys[V any](m map[string]V) []string {
	list := make([]string, 0, len(m))
	for key := range m {
		list = append(list, key)
	}
	sort.Strings(list)
	return list
}
