# shellcheck shell=bash
# Whether a test that fails is counted as one that failed, by every runner.
test_runners() {
  need_go
  check "a failing test of every runner is counted" env GO="$go" \
    bash "$root/tests/dev/runners_test.sh" || true
}
