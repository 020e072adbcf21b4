package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/bytedance/sonic"
	goccy "github.com/goccy/go-json"
)

// Calls onRow for each row of a document of API v2.
type decoder func(body io.Reader, onRow func(*row) error) error

var decoders = map[string]decoder{
	"encoding/json": func(body io.Reader, onRow func(*row) error) error {
		return decodeTokens(json.NewDecoder(body), onRow)
	},
	"goccy/go-json": func(body io.Reader, onRow func(*row) error) error {
		return decodeTokens(goccy.NewDecoder(body), onRow)
	},
	"sonic": decodeWhole,
}

// What the decoders of encoding/json and goccy/go-json have in common.
type tokens[Token any] interface {
	Token() (Token, error)
	More() bool
	Decode(any) error
}

// Goes into the array of the rows, and decodes one after the other.
func decodeTokens[Token any](decoder tokens[Token], onRow func(*row) error) error {
	for _, expected := range []string{"{", "refpages", "["} {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		if text := fmt.Sprint(token); text != expected {
			return fmt.Errorf("expected %s, got %s", expected, text)
		}
	}
	for decoder.More() {
		var row row
		if err := decoder.Decode(&row); err != nil {
			return err
		}
		if err := onRow(&row); err != nil {
			return err
		}
	}
	return nil
}

// sonic cannot descend into a document: it decodes all rows at once.
func decodeWhole(body io.Reader, onRow func(*row) error) error {
	bytes, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	var document struct {
		Refpages []row `json:"refpages"`
	}
	if err := sonic.Unmarshal(bytes, &document); err != nil {
		return err
	}
	for i := range document.Refpages {
		if err := onRow(&document.Refpages[i]); err != nil {
			return err
		}
	}
	return nil
}
