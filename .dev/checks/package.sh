# shellcheck shell=bash
# The installed programs and client library, and which packages a configuration
# needs.

test_package() {
  run_unittest package tests/package GOOGLEAPIS="$googleapis_dir"
}
