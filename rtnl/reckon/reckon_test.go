package reckon

import (
	"slices"
	"testing"
)

// TestREDOf goes from words to averages, and back to words that come to the same.
func TestREDOf(t *testing.T) {
	for _, r := range []RED{
		{Min: 30000, Max: 90000, AvPkt: 1000, Burst: 55, Bandwidth: 1250000, Probability: 0.02},
		{Min: 8333, Max: 25000, AvPkt: 500, Burst: 28, Bandwidth: 12500000, Probability: 0.1},
		{Min: 83000, Max: 250000, AvPkt: 1000, Burst: 138, Bandwidth: 1250000, Probability: 1},
		{Min: 30000, Max: 30000, AvPkt: 1000, Burst: 40, Bandwidth: 125000, Probability: 0.5},
	} {
		want, err := r.Averages()
		if err != nil {
			t.Fatal(err)
		}
		found, ok := REDOf(r.Min, r.Max, false, r.MaxP(), want)
		if !ok {
			t.Errorf("%+v: no words", r)
			continue
		}
		got, err := found.Averages()
		if err != nil || got.WLog != want.WLog || got.PLog != want.PLog || got.CellLog != want.CellLog || !slices.Equal(got.Idle, want.Idle) || found.MaxP() != r.MaxP() {
			t.Errorf("%+v: found %+v, %v", r, found, err)
		}
	}
	if r, ok := REDOf(30000, 90000, false, 1, Averages{WLog: 30, PLog: 2, Idle: make([]byte, 256)}); ok {
		t.Errorf("words for what nobody reckons: %+v", r)
	}
}

func TestDistribution(t *testing.T) {
	for name, want := range map[string][4]int16{ // of iproute2's files: the first, the second, the middle one and the last
		"normal": {-32768, -28307, 0, 28858}, "pareto": {-5461, -5460, -2622, 32767}, "paretonormal": {-12305, -11171, -1966, 31789},
	} {
		table := Distribution(name)
		if len(table) != 4096 || [4]int16{table[0], table[1], table[2048], table[4095]} != want {
			t.Errorf("%s: %d numbers: %d %d %d %d", name, len(table), table[0], table[1], table[2048], table[4095])
		}
	}
	if Distribution("uniform") != nil {
		t.Error("a table of the uniform distribution")
	}
}
