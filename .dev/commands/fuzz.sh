# shellcheck shell=bash
# Every fuzzer for some time, from the committed corpus; what it learns stays
# in build/fuzz/corpus. A crash is told with the input that made it.
command_fuzz() {
  local seconds="${1:-60}" name corpus
  [[ "$seconds" =~ ^[0-9]+$ ]] || die "fuzz: $seconds is not a number of seconds"
  need_configured fuzz
  check "build fuzz (clang++)" build fuzz decode_fuzz validate_fuzz parse_fuzz cursor_fuzz ||
    die "the fuzzers do not build"
  for name in decode validate parse cursor; do
    corpus="$build_root/fuzz/corpus/$name"
    mkdir -p "$corpus"
    check "fuzz $name for $seconds s" "$build_root/fuzz/bin/${name}_fuzz" \
      -max_total_time="$seconds" -artifact_prefix="$corpus/../" "$corpus" \
      "tests/fuzz/corpus/$name" || true
  done
  report
}
