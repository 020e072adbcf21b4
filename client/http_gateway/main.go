// Command http_gateway serves the contract backlinks.v1 as HTTP with JSON, for
// clients without gRPC. It converts the format and has no logic of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

const usageError = 2

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit code. It ends after ctx does, once the calls that were
// running then are over.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	options, err := parseOptions(args, out)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return fail(errs, err)
	}
	connection, err := dial(options)
	if err != nil {
		return fail(errs, err)
	}
	defer connection.Close()
	handler, err := newHandler(connection)
	if err != nil {
		return fail(errs, err)
	}
	listener, err := listen(options)
	if err != nil {
		return fail(errs, err)
	}
	fmt.Fprintf(out, "backlinks-http-gateway: %s://%s, server %s\n",
		options.scheme(), listener.Addr(), options.server)
	if err := serve(ctx, listener, handler, options.drainGrace); err != nil {
		fmt.Fprintln(errs, "backlinks-http-gateway:", err)
		return 1
	}
	return 0
}

func fail(errs io.Writer, err error) int {
	fmt.Fprintln(errs, "backlinks-http-gateway:", err)
	return usageError
}
