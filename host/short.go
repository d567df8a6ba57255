package host

import "strings"

// longestQuote is up to how many bytes a value is quoted whole in an error.
const longestQuote = 200

// Short cuts what an error quotes, as %q does, where it is long: a script may have given a whole file by mistake.
func Short(text string) string {
	if len(text) <= longestQuote {
		return text
	}
	var b strings.Builder
	for {
		at := strings.IndexByte(text, '"')
		if at < 0 {
			return b.String() + text
		}
		end := at + 1
		for end < len(text) && text[end] != '"' {
			if text[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(text) {
			return b.String() + text
		}
		if quoted := text[at : end+1]; len(quoted) > longestQuote {
			b.WriteString(strings.TrimRight(text[:at+longestQuote/2], "\\") + `..."`)
		} else {
			b.WriteString(text[:end+1])
		}
		text = text[end+1:]
	}
}
