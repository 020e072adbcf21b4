#!/usr/bin/env bash
# A retired word must fail the check of ./dev lint, wherever it is written; what
# is not searched, and a text without such words, must not.
set -euo pipefail
source_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
root="$(mktemp -d)"
trap 'rm -rf "$root"' EXIT
cd "$root"
for part in common runners checks; do
  # shellcheck source=/dev/null
  . "$source_root/.dev/$part.sh"
done
export PYTHONDONTWRITEBYTECODE=1
git init -q
mkdir .dev
cp "$source_root/.dev/retired_words.py" .dev/
words=.dev/retired_words.txt
# shellcheck disable=SC2154  # Set by common.sh.
log="$logs/retired-words.log"
wrong=0

# expect NAME PASSED FAILED: what the check of all tracked files adds to the
# tally, and on standard input the lines that it prints.
expect() {
  passed=0 failed=0
  git add -A
  check "retired words" check_words >output 2>&1 || true
  diff - "$log" >>output && [ "$passed $failed" = "$2 $3" ] && return 0
  printf '%s: %d passed, %d failed\n' "$1" "$passed" "$failed"
  cat output
  wrong=1
}

printf 'build/\noutput\n' >.gitignore
printf '# A gadget.\n\ngadget\tdevice\ngi(z|s)mo\tpi\\1za\tprose\n' >"$words"
printf '\\bdo ?hick(s?)\\b\tthing\\1\n' >>"$words"
echo 'Nothing but dohicky and inundohick, dohickX' >good.md
printf 'gadget\0' >binary
expect "no retired word" 1 0 </dev/null

printf 'One\nA Gadget of gadgets, a gizmo\n' >page.md
printf 'my_dohicks = "do hick"\n' >code.py
mkdir gadgets
touch gadgets/empty
cat >CMakeLists.txt <<'TEXT'
set(gizmo 1)  # Not a gizmo.
TEXT
cat >code.cc <<'TEXT'
#include "gizmo.h"  // gizmo

int gizmo = 1'000 + gismo; // It's a gismo.
/* gizmo
   gizmo */ int gizmo2; f("\"gizmo", gizmo, R"x(
gizmo)" )x", gizmo); char mygadget = '"', gizmo = '"';
TEXT
expect "retired words" 0 1 <<'TEXT'
CMakeLists.txt:1: "gizmo" -> use "pizza"
code.cc:3: "gismo" -> use "pisza"
code.cc:4: "gizmo" -> use "pizza"
code.cc:5: "gizmo" -> use "pizza"
code.cc:5: "gizmo" -> use "pizza"
code.cc:6: "mygadget" -> use "mydevice"
code.cc:6: "gizmo" -> use "pizza"
code.py:1: "dohicks" -> use "things"
code.py:1: "do hick" -> use "thing"
gadgets/empty: "gadgets" -> use "devices"
page.md:2: "Gadget" -> use "device"
page.md:2: "gadgets" -> use "devices"
page.md:2: "gizmo" -> use "pizza"
TEXT

echo 'no tab' >"$words"
expect "a wrong list" 0 1 <<'TEXT'
.dev/retired_words.txt:1: needs an expression and a replacement
TEXT
rm "$words"
passed=0 failed=0
check "retired words" check_words >output 2>&1 || true
[ "$failed" -eq 1 ] || { echo "a missing list passes"; wrong=1; }
exit "$wrong"
