# shellcheck shell=bash
# What operators see: /metrics by promtool and by a real Prometheus, the log,
# traces by a real collector.
test_observability() {
  need_otelcol
  run_unittest observability tests/observability OTELCOL="$otelcol"
}
