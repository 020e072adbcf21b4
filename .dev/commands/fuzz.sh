# shellcheck shell=bash
# Every fuzzer for some time, from the committed corpus; what it learns stays
# in build/fuzz/corpus. A crash is reported with the input that caused it.

# fuzzers: prints the name of each, which tests/fuzz has as NAME_fuzz.cc.
fuzzers() {
  local file
  for file in tests/fuzz/*_fuzz.cc; do
    basename "$file" _fuzz.cc
  done
}

# run_fuzzer NAME SECONDS
run_fuzzer() {
  local corpus="$build_root/fuzz/corpus/$1"
  mkdir -p "$corpus"
  "$build_root/fuzz/bin/$1_fuzz" -max_total_time="$2" \
    -artifact_prefix="$corpus/../" "$corpus" "tests/fuzz/corpus/$1"
}

# executions NAME: prints how often its last run executed the target. A crash
# ends the run before libFuzzer has counted.
executions() {
  sed -nE 's/^Done ([0-9]+) runs .*/\1/p' "$(log_of "fuzz $1")"
}

# command_fuzz [SECONDS [NAME...]]
command_fuzz() {
  local seconds="${1:-60}" name names
  # libFuzzer never ends with 0.
  [[ "$seconds" =~ ^[1-9][0-9]*$ ]] ||
    die "fuzz: $seconds is not a number of seconds, 1 or more"
  mapfile -t names < <(if [ $# -gt 1 ]; then printf '%s\n' "${@:2}"; else
    fuzzers; fi)
  need_configured fuzz
  check "build fuzz (clang++)" build fuzz "${names[@]/%/_fuzz}" ||
    die "the fuzzers do not build"
  printf 'each for %d s\n' "$seconds"
  for name in "${names[@]}"; do
    check "fuzz $name" run_fuzzer "$name" "$seconds" || true
  done
  for name in "${names[@]}"; do
    printf 'fuzz %-12s %s executions\n' "$name" "$(executions "$name")"
  done
  report
}
