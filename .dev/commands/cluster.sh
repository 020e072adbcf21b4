# shellcheck shell=bash
# The chart against a real control plane, built first where it is not yet.
command_cluster() {
  run_cluster
  report
}
