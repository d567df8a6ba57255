package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// sample is what one run of a program cost, and what it said of itself.
type sample struct {
	cpu, wall time.Duration
	said      map[string]float64 // lines "name number" from descriptor 3
}

// measure runs a program to its end. When it says "ready", during is called beside it, until ended is closed.
func measure(argv []string, during func(ended <-chan struct{}) error) (sample, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return sample{}, err
	}
	defer read.Close()
	cmd := exec.Command(argv[0], argv[1:]...)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	cmd.ExtraFiles = []*os.File{write}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // of the thread that main has locked
	s := sample{said: map[string]float64{}}
	began := time.Now()
	err = cmd.Start()
	write.Close()
	if err != nil {
		return s, err
	}
	watched := make(chan struct{})
	var peak float64
	ended := make(chan struct{})
	go func() { // for programs that don't report their memory
		defer close(watched)
		for {
			select {
			case <-ended:
				return
			case <-time.After(5 * time.Millisecond):
				peak = max(peak, memoryOf(cmd.Process.Pid))
			}
		}
	}()
	beside := make(chan error, 1)
	running := false
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if name == "ready" && during != nil {
			go func(f func(<-chan struct{}) error) {
				err := f(ended)
				if err != nil {
					_ = cmd.Process.Kill() // it would wait for ever
				}
				beside <- err
			}(during)
			running, during = true, nil
			continue
		}
		if s.said[name], err = strconv.ParseFloat(value, 64); err != nil {
			return s, fmt.Errorf("%s says %q", argv[0], lines.Text())
		}
	}
	err = cmd.Wait()
	s.wall = time.Since(began)
	close(ended)
	<-watched
	if running {
		err = errors.Join(<-beside, err)
	}
	if err != nil {
		first, _, _ := strings.Cut(complaint.String(), "\n")
		return s, fmt.Errorf("%s: %w: %s", strings.Join(argv, " "), err, first)
	}
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if _, ok := s.said["rss"]; !ok {
		s.said["rss"] = peak
	}
	return s, nil
}

// memoryOf is a process's peak of memory so far in KiB, 0 where it has ended.
func memoryOf(pid int) float64 {
	status, err := os.ReadFile("/proc/" + itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	_, rest, found := strings.Cut(string(status), "VmHWM:")
	if !found {
		return 0
	}
	kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kib
}

func median[T float64 | time.Duration](list []T) T {
	if len(list) == 0 {
		return 0
	}
	list = slices.Sorted(slices.Values(list))
	middle := len(list) / 2
	if len(list)%2 == 1 {
		return list[middle]
	}
	return (list[middle-1] + list[middle]) / 2
}

// result is a program's medians: of what it cost, and of the ratios to the floor's run of the same round.
type result struct {
	program         program
	cpu, wall       time.Duration
	cpuRatio, ratio float64
	said            map[string]float64
	err             error
}

// run measures the floor and all others in turn, so many rounds, so that a slow moment of the machine
// meets them all.
func (w *workload) run(rounds int) []result {
	all := append([]program{w.floor}, w.others...)
	samples := make([][]sample, len(all))
	failed := make([]error, len(all))
	for range rounds {
		for i, p := range all {
			if failed[i] != nil {
				continue
			}
			if w.before != nil {
				if err := w.before(); err != nil {
					failed[i] = err
					continue
				}
			}
			s, err := measure(p.argv, w.during)
			if failed[i] = err; err == nil {
				samples[i] = append(samples[i], s)
			}
		}
	}
	results := make([]result, len(all))
	for i, p := range all {
		results[i] = summary(p, samples[i], samples[0], failed[i])
	}
	return results
}

func summary(p program, mine, floor []sample, err error) result {
	if err != nil {
		return result{program: p, err: err}
	}
	if len(floor) < len(mine) {
		return result{program: p, err: errors.New("no floor to compare with")}
	}
	var cpu, wall []time.Duration
	var cpuRatios, ratios []float64
	said := map[string][]float64{}
	for i, s := range mine {
		cpu, wall = append(cpu, s.cpu), append(wall, s.wall)
		cpuRatios = append(cpuRatios, float64(s.cpu)/float64(floor[i].cpu))
		ratios = append(ratios, float64(s.wall)/float64(floor[i].wall))
		for name, value := range s.said {
			said[name] = append(said[name], value)
		}
	}
	r := result{program: p, cpu: median(cpu), wall: median(wall), cpuRatio: median(cpuRatios), ratio: median(ratios),
		said: map[string]float64{}}
	for name, values := range said {
		r.said[name] = median(values)
	}
	return r
}
