// Program backlinks-example calls backlinks: SERVER alone for a tour, SERVER
// METHOD REQUEST [TIMEOUT_MS] for one call, its request and answers in
// protobuf's JSON form.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	pb "backlinks.example/go/gen/backlinks/v1"
)

// [filter]
// strongJapanesePages asks for pages in Japanese, rated 20 or more, that link
// to ja.wikipedia.org.
func strongJapanesePages() *pb.RefpagesQuery {
	japanese := &pb.Predicate{Column: &pb.Predicate_Language{Language: &pb.StringPredicate{
		Test: &pb.StringPredicate_Equals{Equals: "ja"}}}}
	strong := &pb.Predicate{Column: &pb.Predicate_AhrefsRank{AhrefsRank: &pb.Int64Predicate{
		Test: &pb.Int64Predicate_Range{Range: &pb.Int64Range{Start: proto.Int64(20)}}}}}
	both := &pb.FilterGroup{Filters: []*pb.Filter{
		{Expr: &pb.Filter_Predicate{Predicate: japanese}},
		{Expr: &pb.Filter_Predicate{Predicate: strong}},
	}}
	return &pb.RefpagesQuery{
		Target:   "ja.wikipedia.org",
		Mode:     pb.TargetMode_TARGET_MODE_SUBDOMAINS,
		Where:    &pb.Filter{Expr: &pb.Filter_AndGroup{AndGroup: both}},
		ReadMask: &fieldmaskpb.FieldMask{Paths: []string{"url_from", "anchor", "ahrefs_rank"}},
	}
}

// [/filter]

// [explain]
// highestPrice returns what a stream can cost, in thousandths; nothing is
// bought to know it.
func highestPrice(ctx context.Context, client pb.BacklinksServiceClient, query *pb.RefpagesQuery, limit int64) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	plan, err := client.ExplainRefpages(ctx, &pb.ExplainRefpagesRequest{
		Query: query, RowCount: &pb.ExplainRefpagesRequest_RowLimit{RowLimit: limit}})
	return plan.GetMaxPrice().GetMilliAmount(), err
}

// [/explain]

type violation struct {
	Field       string `json:"field"`
	Description string `json:"description"`
}

type failure struct {
	Code       string      `json:"code"`
	Reason     string      `json:"reason"`
	Violations []violation `json:"violations"`
}

// [errors]
// describe returns the code, reason and violations of a failed call.
func describe(err error) failure {
	told := failure{Code: codeName(status.Code(err)), Violations: []violation{}}
	for _, detail := range status.Convert(err).Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			told.Reason = detail.GetReason()
		case *errdetails.BadRequest:
			for _, v := range detail.GetFieldViolations() {
				told.Violations = append(told.Violations, violation{v.GetField(), v.GetDescription()})
			}
		}
	}
	return told
}

// [/errors]

// codeName returns the name of a code as the specification spells it: String
// spells it in Go's way.
func codeName(code codes.Code) string {
	return [...]string{"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED",
		"NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
		"FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL",
		"UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"}[code]
}

func emit(kind string, value any) error {
	if message, ok := value.(proto.Message); ok {
		text, err := protojson.Marshal(message)
		if err != nil {
			return err
		}
		value = json.RawMessage(text)
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{kind: value})
}

func emitStream(ctx context.Context, client pb.BacklinksServiceClient, request *pb.StreamRefpagesRequest) error {
	return streamRefpages(ctx, client, request, func(message *pb.StreamRefpagesResponse) error {
		for _, row := range message.GetRefpages() {
			if err := emit("row", row); err != nil {
				return err
			}
		}
		if message.GetSummary() == nil {
			return nil
		}
		return emit("summary", message.GetSummary())
	})
}

// unary makes a call that has one answer.
func unary[Request, Response proto.Message](ctx context.Context, text string, request Request,
	method func(context.Context, Request, ...grpc.CallOption) (Response, error)) error {
	if err := protojson.Unmarshal([]byte(text), request); err != nil {
		return err
	}
	answer, err := method(ctx, request)
	if err != nil {
		return err
	}
	return emit("answer", answer)
}

func call(ctx context.Context, client pb.BacklinksServiceClient, method, text string) error {
	switch method {
	case "StreamRefpages":
		request := &pb.StreamRefpagesRequest{}
		if err := protojson.Unmarshal([]byte(text), request); err != nil {
			return err
		}
		return emitStream(ctx, client, request)
	case "ListRefpages":
		return unary(ctx, text, &pb.ListRefpagesRequest{}, client.ListRefpages)
	case "ExplainRefpages":
		return unary(ctx, text, &pb.ExplainRefpagesRequest{}, client.ExplainRefpages)
	case "ParseFilter":
		return unary(ctx, text, &pb.ParseFilterRequest{}, client.ParseFilter)
	case "GetUsage":
		return unary(ctx, text, &pb.GetUsageRequest{}, client.GetUsage)
	}
	return fmt.Errorf("no such method: %s", method)
}

func tour(ctx context.Context, client pb.BacklinksServiceClient) error {
	query := strongJapanesePages()
	price, err := highestPrice(ctx, client, query, 5)
	if err != nil {
		return err
	}
	if err := emit("highestPrice", price); err != nil {
		return err
	}
	return emitStream(ctx, client, &pb.StreamRefpagesRequest{
		Query: query, RowCount: &pb.StreamRefpagesRequest_RowLimit{RowLimit: 5}})
}

func run(args []string) error {
	connection, err := connect(args[0])
	if err != nil {
		return err
	}
	defer connection.Close()
	client, ctx := pb.NewBacklinksServiceClient(connection), context.Background()
	if len(args) < 3 {
		return tour(ctx, client)
	}
	if len(args) > 3 {
		timeout, err := time.ParseDuration(args[3] + "ms")
		if err != nil {
			return err
		}
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	return call(ctx, client, args[1], args[2])
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: backlinks-example SERVER [METHOD REQUEST [TIMEOUT_MS]]")
		os.Exit(2)
	}
	if err := run(os.Args[1:]); err != nil {
		if emit("error", describe(err)) != nil || status.Code(err) == codes.Unknown {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
}
