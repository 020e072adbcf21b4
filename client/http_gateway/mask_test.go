package main

import (
	"strings"
	"testing"

	backlinksv1 "backlinks/client/http_gateway/generated/backlinks/v1"
)

func TestWildcardMask(t *testing.T) {
	for text, want := range map[string]string{
		`{"query":{"readMask":"*"}}`: `{"query":{"readMask":""}}`,
		`{ "rowLimit" : 1, "query" : {"where": {"readMask": "*"}, "read_mask" : "*" }}`: `{ "rowLimit" : 1, "query" : {"where": {"readMask": "*"}, "read_mask" : "" }}`,
		`{"query":{"readMask":"urlTo,*"}}`:                                              `{"query":{"readMask":""}}`,
		`{"query":{"readMask":"urlTo"}}`:                                                `{"query":{"readMask":"urlTo"}}`,
		`{"query":{"readMask":"url*"}}`:                                                 `{"query":{"readMask":"url*"}}`,
		`{"query":{"target":"*"}}`:                                                      `{"query":{"target":"*"}}`,
		`{"query":{"readMask":"*"},"x":1} and`:                                          `{"query":{"readMask":""},"x":1} and`,
		`{"query":{"readMask":7}}`:                                                      `{"query":{"readMask":7}}`,
		`{"query":{"readMask"`:                                                          `{"query":{"readMask"`,
		`["query"]`:                                                                     `["query"]`,
		``:                                                                              ``,
	} {
		if got := string(everyColumn([]byte(text))); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestDecoderTakesTheWildcard(t *testing.T) {
	request := &backlinksv1.StreamRefpagesRequest{}
	body := strings.NewReader(`{"query": {"target": "a.example", "readMask": "*"}, "rowLimit": "3"}`)
	if err := newMarshaler().NewDecoder(body).Decode(request); err != nil {
		t.Fatal(err)
	}
	if paths := request.GetQuery().GetReadMask().GetPaths(); len(paths) != 0 || request.GetRowLimit() != 3 {
		t.Error(request)
	}
}
