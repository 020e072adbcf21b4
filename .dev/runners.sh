# shellcheck shell=bash
# Runs checks and test programs, and counts their results. What a runner's exit
# status says is final; the numbers that it prints are only counted.

passed=0
failed=0
phases=()

# count PASSED FAILED: adds to the counts.
count() {
  passed=$((passed + $1))
  failed=$((failed + $2))
}

# count_run STATUS RAN FAILED: a run that failed has at least one failure, and
# one that ran nothing has failed.
count_run() {
  local status="$1" ran="$2" failures="$3"
  if [ "$status" -eq 0 ] && [ "$ran" -gt 0 ]; then
    failures=0
  elif [ "$failures" -eq 0 ]; then
    failures=1
  fi
  count $((ran > failures ? ran - failures : 0)) "$failures"
  run_failures="$failures"
}

# check NAME COMMAND...: one check, reported in one line.
check() {
  local name="$1" start="$SECONDS"
  shift
  if quietly "$name" "$@"; then
    count 1 0
    printf '%-46s ok   %4d s\n' "$name" "$((SECONDS - start))"
  else
    count 0 1
    printf '%-46s FAIL %4d s\n' "$name" "$((SECONDS - start))"
    return 1
  fi
}

# run_unittest NAME FOLDER [VARIABLE=VALUE...]: the Python tests of a folder, on
# the release programs and the harness.
run_unittest() {
  local name="$1" folder="$2" log="$logs/unittest-${1// /-}.log"
  local totals ran=0 failures status=0
  shift 2
  mkdir -p "$logs"
  (cd "$folder" && env BACKLINKS_BIN="$bin" GRPCURL="$grpcurl" \
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$root/tests/e2e" "$@" \
    python3 -m unittest discover) >"$log" 2>&1 </dev/null || status=$?
  [ "$status" -eq 0 ] || cat "$log" >&2
  grep -aE '^seed [0-9]+: ' "$log" || true
  totals="$(grep -aE '^Ran [0-9]+ tests?' "$log" | tail -n 1 || true)"
  [[ ! "$totals" =~ ^Ran\ ([0-9]+) ]] || ran="${BASH_REMATCH[1]}"
  # A class that cannot be set up fails without a test of its own.
  failures="$(grep -acE '^(FAIL|ERROR): ' "$log" || true)"
  count_run "$status" "$ran" "$failures"
  printf '%s: %s, %d failed\n' "$name" "${totals:-no tests ran}" "$run_failures"
}

# run_ctest PRESET [ARGUMENT...]
run_ctest() {
  local preset="$1"
  shift
  count_ctest "$preset" ctest --preset "$preset" -j "$cores" "$@"
}

# count_ctest NAME COMMAND...: a command that ends with a run of ctest.
count_ctest() {
  local name="$1" log="$logs/ctest-$1.log" totals ran=0 failures=0 status=0
  shift
  mkdir -p "$logs"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  [ "$status" -eq 0 ] ||
    grep -avE '^ *[0-9]+/[0-9]+ Test .* Passed|^ *Start ' "$log" >&2
  totals="$(grep -aE 'tests? failed out of' "$log" | tail -n 1 || true)"
  if [[ "$totals" =~ ([0-9]+)\ tests?\ failed\ out\ of\ ([0-9]+) ]]; then
    failures="${BASH_REMATCH[1]}"
    ran="${BASH_REMATCH[2]}"
  fi
  count_run "$status" "$ran" "$failures"
  printf 'ctest %s: %s\n' "$name" "${totals:-no tests ran}"
}

# phase NAME COMMAND...: its time is part of the report.
phase() {
  local name="$1" start="$SECONDS"
  shift
  "$@"
  phases+=("$(printf '%-36s %5d s' "$name" "$((SECONDS - start))")")
}

# report: the times of the phases, then the totals; fails if a test failed.
report() {
  [ "${#phases[@]}" -eq 0 ] || printf '%s\n' "${phases[@]}"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
