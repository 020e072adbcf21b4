package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// A filter has at most 64 KiB; the rest of a request is far smaller.
const maxRequestBytes = 1 << 20

const (
	// headTimeout limits the time in which a caller sends the head of a request.
	headTimeout = 10 * time.Second
	// finalStatusGrace is the time after the grace period in which cancelled
	// calls may send their error.
	finalStatusGrace = 5 * time.Second
)

// serve serves calls until ctx ends. It then waits for the running calls for
// the grace period, and cancels those that still run with an error.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, grace time.Duration) error {
	calls, cancelCalls := context.WithCancel(context.Background())
	defer cancelCalls()
	server := &http.Server{
		Handler:           http.MaxBytesHandler(handler, maxRequestBytes),
		ReadHeaderTimeout: headTimeout,
		BaseContext:       func(net.Listener) context.Context { return calls },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	if shutdownWithin(server, grace) == nil {
		return nil
	}
	cancelCalls()
	if errors.Is(shutdownWithin(server, finalStatusGrace), context.DeadlineExceeded) {
		return server.Close()
	}
	return nil
}

func shutdownWithin(server *http.Server, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return server.Shutdown(ctx)
}
