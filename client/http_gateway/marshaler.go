package main

import (
	"io"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// marshaler writes what `grpcurl` would, and takes no field that it does not
// know: a filter left out because of a slip would select, and cost, more.
type marshaler struct {
	runtime.JSONPb
}

func newMarshaler() *marshaler {
	return &marshaler{runtime.JSONPb{
		UnmarshalOptions: protojson.UnmarshalOptions{DiscardUnknown: false},
	}}
}

// StreamContentType makes every streamed answer newline-delimited JSON.
func (*marshaler) StreamContentType(any) string {
	return "application/x-ndjson"
}

// NewDecoder takes a body whole: the library's own would disregard what is
// after the first JSON value.
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
