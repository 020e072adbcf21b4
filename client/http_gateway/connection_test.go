package main

import (
	"context"
	"encoding/pem"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

// tlsServer serves gRPC health by TLS; it returns its address and the file of
// its certificate.
func tlsServer(t *testing.T) (string, string) {
	rpcs := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(rpcs, health.NewServer())
	server := httptest.NewUnstartedServer(rpcs)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	file := filepath.Join(t.TempDir(), "ca.pem")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return server.Listener.Addr().String(), file
}

func check(t *testing.T, o options) error {
	connection, err := dial(o)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	client := grpc_health_v1.NewHealthClient(connection)
	_, err = client.Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
	return err
}

func TestServerByTLS(t *testing.T) {
	address, file := tlsServer(t)
	if err := check(t, options{server: address, serverCA: file}); err != nil {
		t.Errorf("its own CA: %v", err)
	}
	err := check(t, options{server: address, serverTLS: true})
	if status.Code(err) != codes.Unavailable || !strings.Contains(err.Error(), "unknown authority") {
		t.Errorf("the system's roots: %v", err)
	}
}

// failOnce serves health, whose first call fails.
func failOnce(t *testing.T) string {
	var calls atomic.Int32
	rpcs := grpc.NewServer(grpc.UnaryInterceptor(func(ctx context.Context, request any,
		_ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		if calls.Add(1) == 1 {
			return nil, status.Error(codes.Unavailable, "for now")
		}
		return next(ctx, request)
	}))
	grpc_health_v1.RegisterHealthServer(rpcs, health.NewServer())
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go rpcs.Serve(listener)
	t.Cleanup(rpcs.Stop)
	return listener.Addr().String()
}

func TestServiceConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.json")
	config := `{"methodConfig": [{"name": [{}], "retryPolicy": {"maxAttempts": 2,
		"initialBackoff": "0.001s", "maxBackoff": "0.001s", "backoffMultiplier": 1,
		"retryableStatusCodes": ["UNAVAILABLE"]}}]}`
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := check(t, options{server: failOnce(t), config: file}); err != nil {
		t.Errorf("with retries: %v", err)
	}
	if err := check(t, options{server: failOnce(t)}); status.Code(err) != codes.Unavailable {
		t.Errorf("without: %v", err)
	}
}
