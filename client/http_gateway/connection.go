package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// Over all replicas that the name of the server has.
const defaultServiceConfig = `{"loadBalancingConfig": [{"round_robin": {}}]}`

// dial returns at once. The first call connects, and later calls reconnect if
// the connection was lost.
func dial(o options) (*grpc.ClientConn, error) {
	transport, err := transportCredentials(o)
	if err != nil {
		return nil, err
	}
	config, err := serviceConfig(o.config)
	if err != nil {
		return nil, fmt.Errorf("--service_config_file: %w", err)
	}
	connection, err := grpc.NewClient(o.server, grpc.WithTransportCredentials(transport),
		grpc.WithDefaultServiceConfig(config))
	if err != nil {
		return nil, fmt.Errorf("--server %s: %w", o.server, err)
	}
	return connection, nil
}

func serviceConfig(path string) (string, error) {
	if path == "" {
		return defaultServiceConfig, nil
	}
	config, err := os.ReadFile(path)
	return string(config), err
}

func transportCredentials(o options) (credentials.TransportCredentials, error) {
	if o.serverCA != "" {
		roots, err := readRoots(o.serverCA)
		if err != nil {
			return nil, fmt.Errorf("--server_ca_file: %w", err)
		}
		return credentials.NewClientTLSFromCert(roots, ""), nil
	}
	if o.serverTLS {
		return credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12}), nil
	}
	return insecure.NewCredentials(), nil
}

func readRoots(path string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s contains no PEM certificate", path)
	}
	return roots, nil
}

func listen(o options) (net.Listener, error) {
	if o.certificate == "" {
		return net.Listen("tcp", o.listen)
	}
	certificate, err := tls.LoadX509KeyPair(o.certificate, o.key)
	if err != nil {
		return nil, fmt.Errorf("--tls_certificate_file: %w", err)
	}
	return tls.Listen("tcp", o.listen, &tls.Config{
		Certificates: []tls.Certificate{certificate},
		MinVersion:   tls.VersionTLS12,
	})
}
