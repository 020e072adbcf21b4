package main

import (
	_ "embed" // The generated document.
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	backlinksv1 "backlinks/client/http_gateway/generated/backlinks/v1"
)

//go:embed generated/backlinks.swagger.json
var generatedOpenAPI []byte

// openAPI adds the descriptions of the columns to the generated document: they
// are in an option of the contract, which the generator does not read.
func openAPI() ([]byte, error) {
	var document map[string]any
	if err := json.Unmarshal(generatedOpenAPI, &document); err != nil {
		return nil, fmt.Errorf("OpenAPI document: %w", err)
	}
	columns, err := refpageProperties(document)
	if err != nil {
		return nil, err
	}
	fields := (&backlinksv1.Refpage{}).ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		describe(columns, fields.Get(i))
	}
	return json.MarshalIndent(document, "", "  ")
}

func refpageProperties(document map[string]any) (map[string]any, error) {
	place := document
	for _, name := range []string{"definitions", "Refpage", "properties"} {
		next, found := place[name].(map[string]any)
		if !found {
			return nil, fmt.Errorf("OpenAPI document: no %s", name)
		}
		place = next
	}
	return place, nil
}

func describe(columns map[string]any, field protoreflect.FieldDescriptor) {
	facts, _ := proto.GetExtension(field.Options(), backlinksv1.E_Column).(*backlinksv1.ColumnFacts)
	property, found := columns[field.JSONName()].(map[string]any)
	if text := facts.GetDescription(); found && text != "" {
		property["description"] = text
	}
}
