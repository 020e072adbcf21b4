# shellcheck shell=bash
# The HTTP gateway: a Go program of its own module, whose code generator and
# plugins are what buf and go.mod pin.

gateway_dir="$root/client/http_gateway"

# in_gateway COMMAND...: in its module, by a Go that is new enough.
in_gateway() {
  (cd "$gateway_dir" && PATH="$(dirname "$go"):$PATH" GOFLAGS=-mod=readonly \
    GOTOOLCHAIN=local CGO_ENABLED=0 "$@")
}

build_gateway() {
  mkdir -p "$bin" && in_gateway "$buf" generate &&
    in_gateway "$go" build -trimpath -o "$bin/backlinks-http-gateway" .
}

need_gateway() {
  need_buf
  need_go
  quietly "build http gateway" build_gateway || die "the gateway does not build"
}
