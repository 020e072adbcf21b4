# shellcheck shell=bash
# Everything that can be checked on this machine: text, unit tests under
# ASan+UBSan, the threaded components under TSan, clang-tidy, the release
# programs end to end, and the whole server over upstreams that break, at full
# density. Continues after a failure; the last line has the totals.

test_asan() {
  check "build asan (g++, ASan+UBSan)" build asan || return 0
  run_ctest asan
}

# drop_build PRESET: a build that nothing needs any more in this run. Not on the
# machine of a developer, for whom it saves the next one.
drop_build() { [ "${CI:-}" != true ] || rm -rf "${build_root:?}/$1"; }

test_tidy() {
  check "headers" check_headers "$build_root/asan" || true
  check "clang-tidy" check_tidy "$build_root/asan" || true
}

# The tests of threads: all others are of sequential code.
test_tsan() {
  check "build tsan (clang++)" build tsan threaded_tests || return 0
  run_ctest tsan --label-regex '^threads'
}

build_release() {
  check "build release" build release "${programs[@]}" \
    backlinks_client_package chaos_test resuming_reader decode_bench \
    drain_client
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
  phase "tables" test_tables
  phase "hostile clients" test_hostile
  phase "budgets" test_budgets
  phase "foreign clients" test_foreign
  phase "image" test_image
  phase "installed package" test_package
  phase "examples" test_examples
  phase "observability" test_observability
  phase "instructions" test_instructions
  phase "chart" test_chart
}

command_test() {
  local failed_before
  phase "install" need_test_tools
  phase "the runners themselves" test_runners
  phase "text" check_text
  # While the caches are empty: its root and theirs take the most space together.
  phase "fresh" test_fresh
  phase "asan" test_asan
  phase "clang-tidy" test_tidy
  drop_build asan
  phase "tsan" test_tsan
  drop_build tsan
  failed_before="$failed"
  phase "build release" build_release || true
  [ "$failed" -gt "$failed_before" ] || test_programs
  phase "cluster" test_cluster
  report
}
