package request

// docOf is the sentence for an attribute's keyword where neither the object nor the row has one.
func docOf(object, word string) string {
	for i := range docs {
		if docs[i].word == word && (docs[i].object == object || docs[i].object == "") {
			return docs[i].text
		}
	}
	return ""
}

// doc is a sentence about a keyword, of one object or ("") of any.
type doc struct{ object, word, text string }

var docs = []doc{
	{"link", "ifname", "Name of the interface, at most 15 bytes."},
}
