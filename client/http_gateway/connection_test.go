package main

import (
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
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
