// A server of the same service by grpc-go, as one would write it: for every
// stream one HTTP request, whose rows are decoded one after the other and sent
// in batches. It ignores the request.
//
//	peer DECODER URL: DECODER is encoding/json, goccy/go-json or sonic.
//
// Prints one line when it is ready: its address and the versions.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"

	pb "backlinks.example/go/gen/backlinks/v1"
	"google.golang.org/grpc"
)

// About the size of a message of backlinks-server, 384 KiB.
const batchRows = 800

type server struct {
	pb.UnimplementedBacklinksServiceServer
	url    string
	decode decoder
}

func (s *server) StreamRefpages(_ *pb.StreamRefpagesRequest, stream grpc.ServerStreamingServer[pb.StreamRefpagesResponse]) error {
	response, err := http.Get(s.url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	rows := int64(0)
	batch := make([]*pb.Refpage, 0, batchRows)
	send := func(last bool) error {
		message := &pb.StreamRefpagesResponse{
			Refpages: batch,
			Progress: &pb.StreamProgress{SentRowCount: rows, ScannedRowCount: rows},
		}
		if last {
			message.Summary = &pb.StreamSummary{EndReason: pb.EndReason_END_REASON_EXHAUSTED}
		}
		err := stream.Send(message)
		batch = batch[:0]
		return err
	}
	err = s.decode(response.Body, func(row *row) error {
		rows++
		batch = append(batch, row.refpage())
		if len(batch) < batchRows {
			return nil
		}
		return send(false)
	})
	if err != nil {
		return err
	}
	return send(true)
}

func versions() string {
	text := runtime.Version()
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		switch module.Path {
		case "google.golang.org/grpc", "github.com/goccy/go-json", "github.com/bytedance/sonic":
			text += fmt.Sprintf(", %s %s", module.Path, module.Version)
		}
	}
	return text
}

func main() {
	decode, ok := decoders[os.Args[1]]
	if !ok {
		log.Fatalf("no decoder %s", os.Args[1])
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	service := grpc.NewServer()
	pb.RegisterBacklinksServiceServer(service, &server{url: os.Args[2], decode: decode})
	fmt.Printf("%s %s\n", listener.Addr(), versions())
	log.Fatal(service.Serve(listener))
}
