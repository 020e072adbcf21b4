# shellcheck shell=bash
# Checks that look at the text alone, and the tally of a test run.

passed=0
failed=0

# count PASSED FAILED: adds to the tally.
count() {
  passed=$((passed + $1))
  failed=$((failed + $2))
}

# check NAME COMMAND...: one check, told in one line.
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
# the release programs and the harness; their totals go into the tally.
run_unittest() {
  local name="$1" folder="$2" log="$logs/unittest-${1// /-}.log"
  local totals ran failures=0
  shift 2
  mkdir -p "$logs"
  (cd "$folder" && env BACKLINKS_BIN="$bin" GRPCURL="$grpcurl" \
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$root/tests/e2e" "$@" \
    python3 -m unittest discover) \
    >"$log" 2>&1 </dev/null || cat "$log" >&2
  grep -E '^seed [0-9]+: ' "$log" || true
  totals="$(grep -E '^Ran [0-9]+ tests?' "$log" || true)"
  if [[ ! "$totals" =~ ^Ran\ ([1-9][0-9]*) ]]; then
    count 0 1
    printf '%s: no tests ran\n' "$name"
    return 0
  fi
  ran="${BASH_REMATCH[1]}"
  [[ "$(tail -n 1 "$log")" =~ ^FAILED ]] &&
    failures="$(grep -cE '^(FAIL|ERROR): ' "$log")"
  # A class that cannot be set up fails without a test of its own.
  count $((ran > failures ? ran - failures : 0)) "$failures"
  printf '%s: %s, %d failed\n' "$name" "$totals" "$failures"
}

own_scripts() { git ls-files -- dev '.ci/run' .dev/image_root '.dev/*.sh' '*.sh' | sort -u; }
own_cpp() { git ls-files -- 'service/*.cc' 'service/*.h' 'client/*.cc' \
  'client/*.h' 'tests/*.cc' 'tests/*.h' 'proto/*.h'; }
own_python() { git ls-files -- '*.py'; }

check_scripts() { own_scripts | xargs -r -n1 bash -n; }
check_python() {
  own_python | xargs -r python3 -c 'import ast, sys
for path in sys.argv[1:]:
    ast.parse(open(path, encoding="utf-8").read(), path)'
}
check_format() { own_cpp | xargs -r clang-format --dry-run -Werror; }
check_tidy() { python3 "$root/.dev/tidy.py" "$root" "$1" "$cache/clang-tidy"; }
lint_contract() { (cd proto && "$buf" lint); }
format_contract() { (cd proto && "$buf" format --diff --exit-code \
  --path backlinks --path third_party/google); }

# Everything that needs no build of our own.
check_text() {
  check "bash -n on the scripts" check_scripts || true
  check "Python sources parse" check_python || true
  check "buf lint" lint_contract || true
  check "buf format" format_contract || true
  check "descriptor set" check_descriptor_set || true
  check "buf breaking" check_breaking || true
  check "clang-format" check_format || true
}
