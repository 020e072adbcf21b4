package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
)

// options is what the flags say.
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
	// An error is told once, by the caller, in one line.
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
		"the backlinks-server to call, as gRPC writes targets")
	flags.BoolVar(&o.serverTLS, "server_tls", false,
		"call the server by TLS, verified by the roots of the system")
	flags.StringVar(&o.serverCA, "server_ca_file", "",
		"verify the server by the CAs of this PEM file; implies --server_tls")
	flags.StringVar(&o.config, "service_config_file", "",
		"gRPC's service config for the server, JSON: retries, timeouts, balancing")
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8080",
		"where to serve HTTP; port 0 takes a free one")
	flags.StringVar(&o.certificate, "tls_certificate_file", "",
		"serve HTTPS with this PEM certificate chain; needs --tls_key_file")
	flags.StringVar(&o.key, "tls_key_file", "",
		"the PEM private key of --tls_certificate_file")
	flags.DurationVar(&o.drainGrace, "drain_grace", 30*time.Second,
		"how long calls may run after SIGTERM")
}

func (o options) check(words []string) error {
	switch {
	case len(words) > 0:
		return fmt.Errorf("unexpected argument %q", words[0])
	case (o.certificate == "") != (o.key == ""):
		return errors.New("--tls_certificate_file and --tls_key_file need each other")
	case o.drainGrace < 0:
		return errors.New("--drain_grace must not be negative")
	}
	return nil
}
