# shellcheck shell=bash
command_setup() {
  local preset
  need_test_tools
  for preset in asan tsan release; do
    need_configured "$preset"
  done
}
