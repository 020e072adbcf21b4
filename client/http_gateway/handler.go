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

// newHandler serves the RPCs at their google.api.http paths, and in addition
// /livez (this program), /readyz (the server's health) and /openapi.json.
func newHandler(connection *grpc.ClientConn) (http.Handler, error) {
	rpcs := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, newMarshaler()),
		runtime.WithIncomingHeaderMatcher(forwardedHeader),
		runtime.WithOutgoingHeaderMatcher(returnedHeader),
		runtime.WithErrorHandler(writeError),
		runtime.WithRoutingErrorHandler(writeRoutingError),
		// The contract has no form POSTs and no methods in headers.
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
		_, _ = writer.Write(body) // Fails only if the caller left.
	}
}

// forwardedHeader forwards the trace context under its gRPC name, in addition
// to the headers that the library forwards.
func forwardedHeader(name string) (string, bool) {
	switch textproto.CanonicalMIMEHeaderKey(name) {
	case "Traceparent", "Tracestate":
		return name, true
	}
	return runtime.DefaultHeaderMatcher(name)
}

// returnedHeader removes the headers that only concern gRPC.
func returnedHeader(name string) (string, bool) {
	if name == "content-type" || strings.HasPrefix(name, "grpc-") {
		return "", false
	}
	return runtime.MetadataHeaderPrefix + name, true
}
