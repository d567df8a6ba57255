package main

import "testing"

func TestPercentFor(t *testing.T) {
	for live, want := range map[int]int{0: 400, 1 << 20: 400, 4 << 20: 390, 8 << 20: 190, 16 << 20: 90, 1 << 30: 80} {
		if got := percentFor(live); got != want {
			t.Errorf("%d bytes live: %d percent, want %d", live, got, want)
		}
	}
}
