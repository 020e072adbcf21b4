package main

import (
	"context"
	"net/http"
	"net/textproto"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"

	backlinksv1 "backlinks/client/http_gateway/generated/backlinks/v1"
)

// newHandler serves the RPCs at their google.api.http paths, and beside them
// /livez (this program), /readyz (the server's health) and /openapi.json.
func newHandler(connection *grpc.ClientConn) (http.Handler, error) {
	rpcs := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, newMarshaler()),
		runtime.WithIncomingHeaderMatcher(forwardedHeader),
		runtime.WithOutgoingHeaderMatcher(returnedHeader),
		runtime.WithErrorHandler(writeError),
		runtime.WithRoutingErrorHandler(writeRoutingError),
		// A form's POST, or a method in a header, is nothing of this contract.
		runtime.WithDisablePathLengthFallback(),
		runtime.WithDisableHTTPMethodOverride(),
		runtime.WithHealthEndpointAt(grpc_health_v1.NewHealthClient(connection), "/readyz"),
	)
	err := backlinksv1.RegisterBacklinksServiceHandler(context.Background(), rpcs, connection)
	if err != nil {
		return nil, err
	}
	document, err := openAPI()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", rpcs)
	mux.HandleFunc("GET /livez", fixed("text/plain", []byte("ok\n")))
	mux.HandleFunc("GET /openapi.json", fixed("application/json", document))
	return mux, nil
}

func fixed(contentType string, body []byte) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", contentType)
		_, _ = writer.Write(body) // Fails only where the caller has gone.
	}
}

// forwardedHeader lets the trace context
// through as gRPC names it, beside what the library forwards.
func forwardedHeader(name string) (string, bool) {
	switch textproto.CanonicalMIMEHeaderKey(name) {
	case "Traceparent", "Tracestate":
		return name, true
	}
	return runtime.DefaultHeaderMatcher(name)
}

// returnedHeader keeps from the caller what gRPC says to gRPC.
func returnedHeader(name string) (string, bool) {
	if name == "content-type" || strings.HasPrefix(name, "grpc-") {
		return "", false
	}
	return runtime.MetadataHeaderPrefix + name, true
}
