package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"
	"google.golang.org/grpc/status"
)

// failOnce serves health, whose first call fails.
func failOnce(t *testing.T) string {
	var calls atomic.Int32
	return healthServer(t, func() error {
		if calls.Add(1) == 1 {
			return status.Error(codes.Unavailable, "for now")
		}
		return nil
	})
}

// healthServer serves health without TLS; each call asks before. It returns
// its address.
func healthServer(t *testing.T, before func() error) string {
	rpcs := grpc.NewServer(grpc.UnaryInterceptor(func(ctx context.Context, request any,
		_ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		if err := before(); err != nil {
			return nil, err
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

func TestEveryReplicaIsCalled(t *testing.T) {
	var calls [2]atomic.Int32
	replicas := manual.NewBuilderWithScheme("replicas")
	var state resolver.State
	for i := range calls {
		address := healthServer(t, func() error { calls[i].Add(1); return nil })
		state.Addresses = append(state.Addresses, resolver.Address{Addr: address})
	}
	replicas.InitialState(state)
	resolver.Register(replicas)
	connection, err := dial(options{server: "replicas:///"})
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	client := grpc_health_v1.NewHealthClient(connection)
	// One replica may be connected before the other.
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for calls[0].Load() == 0 || calls[1].Load() == 0 {
		if _, err := client.Check(ctx, &grpc_health_v1.HealthCheckRequest{}); err != nil {
			t.Fatalf("%d and %d calls: %v", calls[0].Load(), calls[1].Load(), err)
		}
	}
}
