# shellcheck shell=bash
# Budgets of callers, over a real Redis. Callers in great number use the
# packages of the Python example.

test_budgets() {
  need_examples
  check "build the Python example" build_example Python || return 0
  run_beside_grpc budgets tests/budgets
}
