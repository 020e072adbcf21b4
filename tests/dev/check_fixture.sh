# shellcheck shell=bash
# For the tests of the checks of ./dev lint, which source this file: an empty
# repository that has the checker NAME, and `expect`.
#
# In:  NAME, the checker's file in .dev without its suffix; FUNCTION, the check.
# Out: list and log, the checker's list and what it printed; wrong, the test's
#      exit status.
source_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
root="$(mktemp -d)"
trap 'rm -rf "$root"' EXIT
cd "$root" || exit
for part in common runners checks; do
  # shellcheck source=/dev/null
  . "$source_root/.dev/$part.sh"
done
export PYTHONDONTWRITEBYTECODE=1
git init -q
mkdir .dev
cp "$source_root"/.dev/*.py .dev/
# shellcheck disable=SC2034  # Read by the tests.
list="${LIST:-.dev/$NAME.txt}"
check_name="${NAME//_/ }"
# shellcheck disable=SC2154  # Set by common.sh.
log="$logs/${NAME//_/-}.log"
wrong=0
printf 'build/\noutput\n' >.gitignore

# expect NAME PASSED FAILED: what the check of all tracked files adds to the
# counts, and on standard input the lines that it prints.
expect() {
  passed=0 failed=0
  git add -A
  check "$check_name" "$FUNCTION" >output 2>&1 || true
  diff - "$log" >>output && [ "$passed $failed" = "$2 $3" ] && return 0
  printf '%s: %d passed, %d failed\n' "$1" "$passed" "$failed"
  cat output
  wrong=1
}

# expect_missing_list_fails: removes the list.
expect_missing_list_fails() {
  rm "$list"
  passed=0 failed=0
  check "$check_name" "$FUNCTION" >output 2>&1 || true
  # shellcheck disable=SC2034  # Read by the tests.
  [ "$failed" -eq 1 ] || { echo "a missing list passes"; wrong=1; }
}
