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

// How long a caller may take for the head of a request, and the gateway for
// the last words to callers that outlive the grace.
const (
	headTimeout = 10 * time.Second
	lastWords   = 5 * time.Second
)

// serve returns after ctx ended and the calls with it: those still running
// after the grace are cancelled, and told so.
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
	if errors.Is(shutdownWithin(server, lastWords), context.DeadlineExceeded) {
		return server.Close()
	}
	return nil
}

func shutdownWithin(server *http.Server, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return server.Shutdown(ctx)
}
