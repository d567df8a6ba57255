package reckon

import "math"

// Distributions are those of netem's delays that have a table.
var Distributions = []string{"normal", "pareto", "paretonormal"}

// Distribution is the table of one of them as iproute2 installs it, 8192 being one jitter; nil of another.
func Distribution(name string) []int16 {
	at := map[string]func(i int) float64{"normal": normal, "pareto": pareto, "paretonormal": func(i int) float64 {
		return math.Trunc((normal(i) + 3*pareto(i)) / 4)
	}}[name]
	if at == nil {
		return nil
	}
	t := make([]int16, 4096)
	for i := range t {
		t[i] = int16(max(math.MinInt16, min(math.MaxInt16, at(i))))
	}
	return t
}

// normal is the deviation below which i of 4096 delays lie: the last step of 0.00005 that rounds to there.
func normal(i int) float64 {
	x := math.Sqrt2 * math.Erfinv((4*float64(i)+0.5)/8192-1)
	return math.RoundToEven(math.Floor(x/0.00005+1e-9) * 0.00005 * 8192)
}

// pareto has a = 3, moved to mean 0 and scaled to deviation 1 (nearly: its variance is 0.75).
func pareto(i int) float64 {
	return min(math.MaxInt16, math.RoundToEven((math.Pow(1-float64(i)/4096, -1.0/3)-1.5)*4/3*8192))
}
