package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
)

// options are the values of the flags.
type options struct {
	server      string
	serverTLS   bool
	serverCA    string
	config      string
	listen      string
	certificate string
	key         string
	drainGrace  time.Duration
}

func (o options) scheme() string {
	if o.certificate != "" {
		return "https"
	}
	return "http"
}

// parseOptions returns flag.ErrHelp after it has written the flags to out.
func parseOptions(args []string, out io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("backlinks-http-gateway", flag.ContinueOnError)
	// The caller prints the error, in one line.
	flags.SetOutput(io.Discard)
	o.define(flags)
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		flags.SetOutput(out)
		fmt.Fprintln(out, "usage: backlinks-http-gateway [FLAG...]")
		flags.PrintDefaults()
	}
	if err != nil {
		return o, err
	}
	return o, o.check(flags.Args())
}

func (o *options) define(flags *flag.FlagSet) {
	flags.StringVar(&o.server, "server", "127.0.0.1:50051",
		"gRPC target of the backlinks-server")
	flags.BoolVar(&o.serverTLS, "server_tls", false,
		"call the server with TLS, verified against the roots of the system")
	flags.StringVar(&o.serverCA, "server_ca_file", "",
		"PEM file with the CAs that verify the server; implies --server_tls")
	flags.StringVar(&o.config, "service_config_file", "",
		"file with the gRPC service config for the server as JSON: retries, timeouts, balancing")
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8080",
		"address of the HTTP server; port 0 selects a free port")
	flags.StringVar(&o.certificate, "tls_certificate_file", "",
		"PEM file with the certificate chain for HTTPS; requires --tls_key_file")
	flags.StringVar(&o.key, "tls_key_file", "",
		"PEM file with the private key of --tls_certificate_file")
	flags.DurationVar(&o.drainGrace, "drain_grace", 30*time.Second,
		"time after SIGTERM for running calls to finish; at least 0")
}

func (o options) check(words []string) error {
	switch {
	case len(words) > 0:
		return fmt.Errorf("unexpected argument %q", words[0])
	case (o.certificate == "") != (o.key == ""):
		return errors.New("--tls_certificate_file and --tls_key_file must be set together")
	case o.drainGrace < 0:
		return errors.New("--drain_grace must not be negative")
	}
	return nil
}
