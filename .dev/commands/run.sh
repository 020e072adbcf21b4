# shellcheck shell=bash
command_run() {
  need_programs
  exec "$bin/backlinks-server" "$@"
}
