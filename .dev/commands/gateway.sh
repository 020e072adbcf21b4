# shellcheck shell=bash
command_gateway() {
  need_packages tools
  need_gateway
  exec "$bin/backlinks-http-gateway" \
    --service_config_file "$root/client/service_config.json" "$@"
}
