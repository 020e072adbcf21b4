# shellcheck shell=bash
# Everything that can be checked on this machine: text, unit tests under
# ASan+UBSan, the threaded rooms under TSan, clang-tidy, the release programs
# end to end, and the whole house over upstreams that break, at full density.
# Goes on after a failure; the last line has the totals.

# Rooms of the server whose tests run threads: the others are sequential code.
# Not the client's: its tests hand over by Abseil's mutex, whose order Debian's
# build hides from ThreadSanitizer.
threaded_rooms=(app deliver govern exchange http_server embedded trace)

# run_ctest PRESET [ARGUMENT...]: its totals go into the tally.
run_ctest() {
  local preset="$1" log="$logs/ctest-$1.log" totals
  shift
  mkdir -p "$logs"
  if ! ctest --preset "$preset" -j "$cores" "$@" >"$log" 2>&1 </dev/null; then
    grep -avE '^ *[0-9]+/[0-9]+ Test .* Passed|^ *Start ' "$log" >&2
  fi
  totals="$(grep -aE 'tests? failed out of' "$log" || true)"
  if [[ "$totals" =~ ([0-9]+)\ tests?\ failed\ out\ of\ ([0-9]+) ]]; then
    count $((BASH_REMATCH[2] - BASH_REMATCH[1])) "${BASH_REMATCH[1]}"
    printf 'ctest %s: %s\n' "$preset" "$totals"
  else
    count 0 1
    printf 'ctest %s: no tests ran\n' "$preset"
  fi
}

test_asan() {
  check "build asan (g++, ASan+UBSan)" build asan || return 0
  run_ctest asan
}

test_tsan() {
  local room targets=() labels
  for room in "${threaded_rooms[@]}"; do
    [ ! -f "tests/$room/CMakeLists.txt" ] || targets+=("${room}_test")
  done
  check "build tsan (clang++)" build tsan "${targets[@]}" || return 0
  labels="$(IFS='|'; printf '%s' "${threaded_rooms[*]}")"
  run_ctest tsan --label-regex "^($labels)\$"
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

command_test() {
  need_packages build test
  need_googleapis
  need_buf
  need_grpcurl
  check_text
  test_asan
  check "clang-tidy" check_tidy "$build_root/asan" || true
  test_tsan
  if check "build release" build release "${programs[@]}" chaos_test \
    resuming_reader; then
    test_chaos
    test_end_to_end ahrefs_v2
    test_end_to_end ahrefs_v3
    test_contract
    test_cli
    test_image
    test_examples
    test_observability
    test_chart
  fi
  test_cluster
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
