package main

import (
	"io"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// marshaler writes the JSON of `grpcurl`, and rejects unknown fields: a filter
// that is ignored because of a typo would select more rows, at a higher price.
type marshaler struct {
	runtime.JSONPb
}

func newMarshaler() *marshaler {
	return &marshaler{runtime.JSONPb{
		UnmarshalOptions: protojson.UnmarshalOptions{DiscardUnknown: false},
	}}
}

// StreamContentType returns newline-delimited JSON for every stream.
func (*marshaler) StreamContentType(any) string {
	return "application/x-ndjson"
}

// NewDecoder reads the whole body: that of the library ignores what is after
// the first JSON value.
func (m *marshaler) NewDecoder(body io.Reader) runtime.Decoder {
	return runtime.DecoderFunc(func(request any) error {
		text, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		if len(text) == 0 {
			return io.EOF // For the library: a request without fields.
		}
		message, whole := request.(proto.Message)
		if !whole {
			return m.Unmarshal(text, request)
		}
		return m.UnmarshalOptions.Unmarshal(everyColumn(text), message)
	})
}
