#!/usr/bin/env bash
# One failing test of every runner that ./dev test uses, each of which must be
# counted as failed, whatever the runner prints and whatever it prints last.
#   GO=go tests/dev/runners_test.sh
set -euo pipefail
source_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
root="$(mktemp -d)"
trap 'rm -rf "$root"' EXIT
cd "$root"
for part in common runners; do
  # shellcheck source=/dev/null
  . "$source_root/.dev/$part.sh"
done
# shellcheck disable=SC2034  # Read by run_unittest.
grpcurl=unused
wrong=0

# expect NAME PASSED FAILED COMMAND...: what the command adds to the counts.
expect() {
  local name="$1" want="$2 passed, $3 failed"
  shift 3
  passed=0 failed=0
  "$@" >output 2>&1 || true
  [ "$passed passed, $failed failed" = "$want" ] && return 0
  printf '%s: %d passed, %d failed; expected %s\n' "$name" "$passed" \
    "$failed" "$want"
  cat output
  wrong=1
}

# python_tests FOLDER: its test file is standard input.
python_tests() {
  mkdir -p "$1"
  cat >"$1/test_it.py"
}

python_tests unittest_fails <<'PY'
import atexit
import unittest

# Buffered output that comes after unittest's last line.
atexit.register(print, "the end")


class Tests(unittest.TestCase):
    def test_good(self):
        print("a line of a test")

    def test_bad(self):
        self.fail()

    def test_broken(self):
        raise KeyError("x")
PY
python_tests unittest_setup <<'PY'
import unittest


class Tests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise OSError("no server")

    def test_good(self):
        pass
PY
python_tests unittest_prints_failed <<'PY'
import unittest


class Tests(unittest.TestCase):
    def test_good(self):
        print("FAIL: this is a line of the test's output")
        print("FAILED")
PY
python_tests unittest_dies <<'PY'
import os
import unittest


class Tests(unittest.TestCase):
    def test_dies(self):
        os._exit(3)
PY
python_tests unittest_dies_after <<'PY'
import atexit
import os
import unittest

atexit.register(os._exit, 3)


class Tests(unittest.TestCase):
    def test_good(self):
        pass
PY
mkdir unittest_empty

# ctest reads its tests from the build folder and the presets from here.
cat >CMakePresets.json <<'JSON'
{"version": 6,
 "configurePresets": [{"name": "fake", "generator": "Ninja",
   "binaryDir": "${sourceDir}/build/fake"},
  {"name": "none", "generator": "Ninja",
   "binaryDir": "${sourceDir}/build/none"}],
 "testPresets": [{"name": "fake", "configurePreset": "fake"},
  {"name": "none", "configurePreset": "none",
   "execution": {"noTestsAction": "error"}}]}
JSON
mkdir -p build/fake build/none
printf 'add_test(good "true")\nadd_test(bad "false")\n' \
  >build/fake/CTestTestfile.cmake
: >build/none/CTestTestfile.cmake

mkdir go_test
printf 'module failing\n\ngo 1.20\n' >go_test/go.mod
cat >go_test/it_test.go <<'GO'
package failing

import "testing"

func TestBad(t *testing.T) { t.Fatal("bad") }
GO
# shellcheck disable=SC2317  # Called by check.
go_test() { (cd go_test && GOTOOLCHAIN=local GOFLAGS=-mod=mod "$GO" test ./...); }

cat >rules.yaml <<'YAML'
groups:
  - name: rules
    rules:
      - alert: Down
        expr: up == 0
YAML
cat >rules_test.yaml <<'YAML'
rule_files: [rules.yaml]
tests:
  - input_series: [{series: up, values: "0 0"}]
    alert_rule_test: [{eval_time: 1m, alertname: Down, exp_alerts: []}]
YAML

printf 'echo good\nexit 7\n' >shell_test.sh

expect "unittest, a failure and an error" 1 2 run_unittest a unittest_fails
expect "unittest, a class not set up" 0 1 run_unittest b unittest_setup
expect "unittest, a test that prints FAILED" 1 0 \
  run_unittest c unittest_prints_failed
expect "unittest that dies" 0 1 run_unittest d unittest_dies
expect "unittest that dies after its report" 0 1 \
  run_unittest e unittest_dies_after
expect "unittest without tests" 0 1 run_unittest f unittest_empty
expect "unittest without its folder" 0 1 run_unittest g no_such_folder
expect "ctest" 1 1 run_ctest fake
expect "ctest without tests" 0 1 run_ctest none
expect "ctest without its build" 0 1 run_ctest no_such_preset
expect "go test" 0 1 check "go test" go_test
expect "promtool" 0 1 check promtool promtool test rules rules_test.yaml
expect "a shell script" 0 1 check "shell script" bash shell_test.sh
expect "a check that passes" 1 0 check "shell script" true
phase "a phase that took no time" true
passed=1 failed=1
! report >totals || { echo "report: a failure is not in its status"; wrong=1; }
grep -q '^a phase that took no time  *0 s$' totals || { cat totals; wrong=1; }
exit "$wrong"
