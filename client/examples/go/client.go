package main

import (
	"context"
	_ "embed"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	pb "backlinks.example/go/gen/backlinks/v1"
)

const maxResumes = 5 // In a row, without getting any further.

// [connect]
//
//go:embed gen/service_config.json
var serviceConfig string

// apiKey is sent with every call, over TLS alone.
type apiKey string

func (key apiKey) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(key)}, nil
}

func (apiKey) RequireTransportSecurity() bool { return true }

// connect returns a connection that retries calls as configured in
// service_config.json. It uses TLS if BACKLINKS_CA_FILE is set, and then
// sends BACKLINKS_API_KEY.
func connect(server string) (*grpc.ClientConn, error) {
	transport := insecure.NewCredentials()
	options := []grpc.DialOption{grpc.WithDefaultServiceConfig(serviceConfig)}
	if caFile := os.Getenv("BACKLINKS_CA_FILE"); caFile != "" {
		tls, err := credentials.NewClientTLSFromFile(caFile, "")
		if err != nil {
			return nil, err
		}
		transport = tls
		if key := os.Getenv("BACKLINKS_API_KEY"); key != "" {
			options = append(options, grpc.WithPerRPCCredentials(apiKey(key)))
		}
	}
	return grpc.NewClient(server, append(options, grpc.WithTransportCredentials(transport))...)
}

// [/connect]

// [resume]
// streamRefpages gives every message of a stream to use; a stream that breaks
// resumes by its token, within the deadline of ctx.
func streamRefpages(ctx context.Context, client pb.BacklinksServiceClient,
	request *pb.StreamRefpagesRequest, use func(*pb.StreamRefpagesResponse) error) error {
	next := proto.CloneOf(request)
	position := int64(-1) // A new token alone is no progress.
	for failures := 0; ; {
		err := streamOnce(ctx, client, next, func(message *pb.StreamRefpagesResponse) error {
			if token := message.GetResumeToken(); token != "" {
				next.ResumeToken = token
			}
			if scanned := message.GetProgress().GetScannedRowCount(); scanned > position {
				position, failures = scanned, 0
			}
			return use(message)
		})
		if failures++; status.Code(err) != codes.Unavailable || failures > maxResumes {
			return err
		}
		select {
		case <-ctx.Done():
			return status.FromContextError(ctx.Err()).Err()
		case <-time.After(rand.N(100 * time.Millisecond << failures)):
		}
	}
}

// [/resume]

// streamOnce gives every message of one attempt to use.
func streamOnce(ctx context.Context, client pb.BacklinksServiceClient,
	request *pb.StreamRefpagesRequest, use func(*pb.StreamRefpagesResponse) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := client.StreamRefpages(ctx, request)
	if err != nil {
		return err
	}
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := use(message); err != nil {
			return err
		}
	}
}
