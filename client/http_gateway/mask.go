package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// everyColumn returns a request whose query.readMask is empty where it was "*":
// both select every column (AIP-157), but protojson takes only names of fields
// for a FieldMask. Other errors in the text are left for protojson to report.
func everyColumn(text []byte) []byte {
	start, end := findWildcard(text)
	if start == end {
		return text
	}
	return slices.Concat(text[:start], []byte(`""`), text[end:])
}

// findWildcard returns where the value of query.readMask begins and ends if it
// contains "*".
func findWildcard(text []byte) (start, end int) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := enter(decoder, "query"); err != nil {
		return 0, 0
	}
	if err := enter(decoder, "readMask", "read_mask"); err != nil {
		return 0, 0
	}
	var raw json.RawMessage
	var mask string
	if decoder.Decode(&raw) != nil || json.Unmarshal(raw, &mask) != nil ||
		!slices.Contains(strings.Split(mask, ","), "*") {
		return 0, 0
	}
	end = int(decoder.InputOffset())
	return end - len(raw), end
}

var errNoField = errors.New("no such field")

// enter reads an object up to the value of the first field with such a name.
func enter(decoder *json.Decoder, names ...string) error {
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return errNoField
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		if field, _ := name.(string); slices.Contains(names, field) {
			return nil
		}
		var skipped json.RawMessage
		if err := decoder.Decode(&skipped); err != nil {
			return err
		}
	}
	return errNoField
}
