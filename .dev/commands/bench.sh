# shellcheck shell=bash
# Measures. The arguments are the number of rounds, names of families of
# measures (all, if there are none), and --baseline with the folder of the
# programs of another build.

bench_programs=(beast_reader transport_limit drain_client row_client
  stalled_client page_client repeat_client plan_bench decode_bench
  accounting_bench)

# bench_arguments [RUNS] [WORD...]: prints the arguments of bench.py, one a line.
bench_arguments() {
  if [[ "${1:-}" =~ ^[0-9]+$ ]]; then
    printf '%s\n' --runs "$1"
    shift
  fi
  [ $# -eq 0 ] || printf '%s\n' "$@"
}

command_bench() {
  local arguments
  mapfile -t arguments < <(bench_arguments "$@")
  need_packages bench
  need_configured release plan_bench
  quietly "build bench" build release "${programs[@]}" "${bench_programs[@]}" ||
    die "the release build failed"
  PATH="$PATH:/usr/sbin" PYTHONDONTWRITEBYTECODE=1 \
    python3 tests/bench/bench.py "$bin" \
    service/embedded/sample/refpages.jsonl.xz "$build_root/bench" \
    "${arguments[@]}"
}
