# shellcheck shell=bash
command_bench() {
  need_packages bench
  need_configured release plan_bench
  quietly "build bench" build release "${programs[@]}" beast_reader \
    drain_client stalled_client plan_bench page_client \
    repeat_client accounting_bench ||
    die "the release build failed"
  local verdict=0
  "$bin/plan_bench"
  PATH="$PATH:/usr/sbin" python3 tests/bench/throughput.py "$bin" \
    service/embedded/sample/refpages.jsonl.xz "$build_root/bench" "$@" ||
    verdict=$?
  python3 tests/bench/capped.py "$bin" || verdict=$?
  python3 tests/bench/stalled_streams.py "$bin" || verdict=$?
  PATH="$PATH:/usr/sbin" python3 tests/bench/accounting.py "$bin" || verdict=$?
  PATH="$PATH:/usr/sbin" python3 tests/bench/cache.py "$bin" || verdict=$?
  return "$verdict"
}
