package request

import "strings"

// Nearest returns the name among candidates that is most like a mistaken one, "" where none is alike.
func Nearest(name string, among []string) string {
	best, bestDist := "", max(len(name)/3, 1)+1
	low := strings.ToLower(name)
	for _, c := range among {
		if d := distance(low, strings.ToLower(c), bestDist); d < bestDist {
			best, bestDist = c, d
		}
	}
	if best == "" && len(low) >= 3 {
		for _, c := range among {
			if strings.HasPrefix(strings.ToLower(c), low) && (best == "" || len(c) < len(best)) {
				best = c
			}
		}
	}
	return best
}

// Suggest words the hint of an error.
func Suggest(name string, among []string) string {
	if n := Nearest(name, among); n != "" {
		return ": did you mean \"" + n + "\"?"
	}
	return ""
}

// oneOf is Suggest where the names are few enough to be all said.
func oneOf(name string, among []string) string {
	if hint := Suggest(name, among); hint != "" {
		return hint
	}
	return ": want one of " + strings.Join(among, ", ")
}

// distance counts insertions, deletions, changes and swaps of neighbours between two names; it stops caring at limit.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	var before, last, row [65]int
	if len(b) >= len(row) {
		return limit
	}
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
