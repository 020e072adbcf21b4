# shellcheck shell=bash
# The committed tree on a new machine; what is not committed is not there.
command_fresh() {
  test_fresh
  report
}
