# shellcheck shell=bash
command_bench() {
  need_packages build bench
  need_googleapis
  quietly "build bench" build release "${programs[@]}" beast_reader \
    drain_client || die "the release build failed"
  PATH="$PATH:/usr/sbin" python3 tests/bench/throughput.py "$bin" \
    service/embedded/sample/refpages.jsonl.xz "$build_root/bench" "$@"
}
