package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// heading tells what the numbers are of: the machine and the versions.
func heading(rounds int, b *bed) string {
	var name unix.Utsname
	_ = unix.Uname(&name)
	versions := []string{fmt.Sprintf("Linux %s", unix.ByteSliceToString(name.Release[:])), runtime.Version(), firstLine(b.nlua, "-v")}
	if b.peers && b.installed[ip] {
		versions = append(versions, firstLine(ip, "-V"))
	}
	if b.peers && b.installed[python] {
		versions = append(versions, "pyroute2 "+firstLine(python, "-c", "from importlib.metadata import version; print(version('pyroute2'))"))
	}
	return fmt.Sprintf(`# Benchmarks

Written by `+"`make bench`"+`; measured on %s (%d cores), with %s. Medians of %d rounds, of whole processes; × is the
median of each round's ratio to the floor, a Go program that receives the same dump or sends the same requests and parses nothing. A
rate of 0.75 of the floor's is a wall ratio of 1.33.
`, processor(), runtime.NumCPU(), strings.Join(versions, ", "), rounds)
}

func firstLine(argv ...string) string {
	text, err := exec.Command(argv[0], argv[1:]...).CombinedOutput()
	line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	if err != nil {
		return argv[0] + " (absent)"
	}
	return line
}

func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if name, model, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(model)
		}
	}
	return runtime.GOARCH
}

func table(w *workload, results []result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s: %s\n\n| program | CPU s | × | wall s | × | peak MiB |", w.name, w.title)
	for _, name := range w.extra {
		fmt.Fprintf(&b, " %s |", name)
	}
	b.WriteString(" goal |\n| --- |" + strings.Repeat(" ---: |", 5+len(w.extra)) + " --- |\n")
	for _, r := range results {
		if r.err != nil {
			fmt.Fprintf(&b, "| %s | failed: %s |\n", r.program.name, strings.ReplaceAll(r.err.Error(), "\n", " "))
			continue
		}
		fmt.Fprintf(&b, "| %s | %.4f | %.2f | %.4f | %.2f | %.1f |", r.program.name,
			r.cpu.Seconds(), r.cpuRatio, r.wall.Seconds(), r.ratio, r.said["rss"]/1024)
		for _, name := range w.extra {
			if value, ok := r.said[strings.ReplaceAll(name, " ", "_")]; ok {
				fmt.Fprintf(&b, " %.6g |", value)
			} else {
				b.WriteString(" |")
			}
		}
		fmt.Fprintf(&b, " %s |\n", r.program.goal)
	}
	if w.limits != "" {
		fmt.Fprintf(&b, "\n%s\n", w.limits)
	}
	return b.String()
}
