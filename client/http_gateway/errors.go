package main

import (
	"context"
	"net/http"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// writeError adds the details that the contract requires of every error to the
// error of a body that could not be read. Errors of the server pass unchanged.
func writeError(ctx context.Context, mux *runtime.ServeMux, marshaler runtime.Marshaler,
	writer http.ResponseWriter, request *http.Request, err error) {
	runtime.DefaultHTTPErrorHandler(ctx, mux, marshaler, writer, request, withDetails(err))
}

// writeRoutingError responds with 405 where the library would with 501.
func writeRoutingError(ctx context.Context, mux *runtime.ServeMux, marshaler runtime.Marshaler,
	writer http.ResponseWriter, request *http.Request, httpStatus int) {
	if httpStatus != http.StatusMethodNotAllowed {
		runtime.DefaultRoutingErrorHandler(ctx, mux, marshaler, writer, request, httpStatus)
		return
	}
	writeError(ctx, mux, marshaler, writer, request, &runtime.HTTPStatusError{
		HTTPStatus: httpStatus,
		Err:        status.Error(codes.Unimplemented, http.StatusText(httpStatus)),
	})
}

func withDetails(err error) error {
	failure, known := status.FromError(err)
	if !known || failure.Code() != codes.InvalidArgument || len(failure.Details()) > 0 {
		return err
	}
	// The library adds such a space to its texts in some builds.
	text := strings.ReplaceAll(failure.Message(), "\u00a0", " ")
	detailed, problem := status.New(codes.InvalidArgument, text).WithDetails(
		&errdetails.ErrorInfo{Reason: "INVALID_QUERY", Domain: "backlinks.v1"},
		&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{
			{Description: text},
		}},
	)
	if problem != nil {
		return err
	}
	return detailed.Err()
}
