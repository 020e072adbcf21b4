# shellcheck shell=bash
# The number of instructions a row, beside the stored one. It fails only if it
# cannot be counted: what a change may cost is for its reviewers to decide.

count_instructions() {
  PATH="$PATH:/usr/sbin" PYTHONDONTWRITEBYTECODE=1 \
    python3 "$root/tests/bench/instructions.py" "$bin" \
    "$root/service/embedded/sample/refpages.jsonl.xz" "$build_root/bench" "$@"
}

test_instructions() {
  check "instructions by callgrind" count_instructions || return 0
  cat "$(log_of "instructions by callgrind")"
}
