# shellcheck shell=bash
# The command line client in the shells and the terminal that people use it in.

test_cli() {
  run_unittest "command line client" tests/cli PYTHONPATH=../e2e
}
