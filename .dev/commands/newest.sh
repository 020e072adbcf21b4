# shellcheck shell=bash
# The committed tree on the newest libraries; what is not committed is not
# there.
command_newest() {
  test_newest
  report
}
