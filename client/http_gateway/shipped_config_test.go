package main

import "testing"

// grpc-go rejects a service config that it does not understand.
func TestShippedServiceConfig(t *testing.T) {
	server := healthServer(t, func() error { return nil })
	if err := check(t, options{server: server, config: "../service_config.json"}); err != nil {
		t.Error(err)
	}
}
