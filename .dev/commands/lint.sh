# shellcheck shell=bash
# The check of headers and clang-tidy read the compile commands and generated
# headers of preset dev.
command_lint() {
  need_packages text clang tools
  need_buf
  need_configured dev
  check_text
  check "generated code" generate_code dev || true
  check "headers" check_headers "$build_root/dev" || true
  check "clang-tidy" check_tidy "$build_root/dev" || true
  report
}
