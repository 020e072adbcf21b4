# shellcheck shell=bash
# What operators see: /metrics by promtool and by a real Prometheus, the log.
test_observability() {
  run_unittest observability tests/observability PYTHONPATH="$root/tests/e2e"
}
