# shellcheck shell=bash
command_gateway() {
  need_gateway
  exec "$bin/backlinks-http-gateway" "$@"
}
