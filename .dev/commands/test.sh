# shellcheck shell=bash
# Everything that can be checked on this machine: text, unit tests under
# ASan+UBSan, the threaded components under TSan, clang-tidy, the release
# programs end to end, and the whole server over upstreams that break, at full
# density. Continues after a failure; the last line has the totals.

# Components whose tests run threads: the others are sequential code.
# Not the client's: its tests hand over by Abseil's mutex, whose order Debian's
# build hides from ThreadSanitizer.
threaded_components=(app rpc stream accounting exchange http_server embedded
  telemetry reflection)

test_asan() {
  check "build asan (g++, ASan+UBSan)" build asan || return 0
  run_ctest asan
}

test_tidy() { check "clang-tidy" check_tidy "$build_root/asan" || true; }

test_tsan() {
  local component targets=() labels
  for component in "${threaded_components[@]}"; do
    targets+=("${component}_test")
  done
  check "build tsan (clang++)" build tsan "${targets[@]}" || return 0
  labels="$(IFS='|'; printf '%s' "${threaded_components[*]}")"
  run_ctest tsan --label-regex "^($labels)\$"
}

build_release() {
  check "build release" build release "${programs[@]}" chaos_test \
    resuming_reader
}

# Not beside each other: each keeps all cores busy, and some measure silence.
test_chaos() {
  run_ctest release --label-regex '^chaos$' --parallel 1 --verbose
  awk '{ if (match($0, /[0-9]+ streams cut/)) cut += substr($0, RSTART) }
    END { printf "streams cut: %d\n", cut }' "$logs/ctest-release.log"
}

# test_end_to_end DIALECT
test_end_to_end() {
  run_unittest "end to end over $1" tests/e2e BACKLINKS_E2E_DIALECT="$1"
}

# What runs the programs of the release build.
test_programs() {
  phase "chaos" test_chaos
  phase "end to end, v2" test_end_to_end ahrefs_v2
  phase "end to end, v3" test_end_to_end ahrefs_v3
  phase "flags" test_flags
  phase "contract" test_contract
  phase "command line client" test_cli
  phase "foreign clients" test_foreign
  phase "image" test_image
  phase "examples" test_examples
  phase "observability" test_observability
  phase "chart" test_chart
}

command_test() {
  local failed_before
  phase "install" need_test_tools
  phase "the runners themselves" test_runners
  phase "text" check_text
  phase "asan" test_asan
  phase "clang-tidy" test_tidy
  phase "tsan" test_tsan
  failed_before="$failed"
  phase "build release" build_release || true
  [ "$failed" -gt "$failed_before" ] || test_programs
  phase "cluster" test_cluster
  phase "fresh" test_fresh
  report
}
