# shellcheck shell=bash
# The contract where strangers meet it: grpcurl, buf, HTTP with JSON.

check_gateway_format() { [ -z "$(in_gateway gofmt -l ./*.go | tee /dev/stderr)" ]; }

test_contract() {
  need_go
  check "build http gateway" build_gateway || return 0
  check "gofmt http gateway" check_gateway_format || true
  check "go vet http gateway" in_gateway "$go" vet ./... || true
  check "go test http gateway" in_gateway "$go" test ./... || true
  run_unittest contract tests/contract BUF="$buf" \
    GATEWAY="$bin/backlinks-http-gateway" GOOGLEAPIS="$googleapis_dir"
}
