# shellcheck shell=bash
# Whether the docs and the chart have the flags as the server declares them.
# Needs the programs of the release build.
check_flag_pages() {
  python3 "$root/.dev/flag_pages.py" "$bin/backlinks-server"
}
test_flags() {
  check "flags in docs and chart (./dev flags)" check_flag_pages || true
}
