#!/usr/bin/env bash
# A retired word must fail the check of ./dev lint, wherever it is written; what
# is not searched, and a text without such words, must not.
set -euo pipefail
NAME=retired_words FUNCTION=check_words
# shellcheck source=tests/dev/check_fixture.sh
. "$(dirname "${BASH_SOURCE[0]}")/check_fixture.sh"
printf '# A gadget.\n\ngadget\tdevice\ngi(z|s)mo\tpi\\1za\tprose\n' >"$list"
printf '\\bdo ?hick(s?)\\b\tthing\\1\n' >>"$list"
# The edge of a word may be an underscore, even after a look-behind.
printf '(?<!at_)\\bwidge_\tmin_\n' >>"$list"
echo 'Nothing but dohicky and inundohick, dohickX' >good.md
printf 'gadget\0' >binary
expect "no retired word" 1 0 </dev/null

printf 'One\nA Gadget of gadgets, a gizmo\n' >page.md
printf 'my_dohicks = "do hick"\n' >code.py
echo 'row_widge_limit = at_widge_one + swidge_rows' >>code.py
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
code.py:2: "widge_limit" -> use "min_limit"
gadgets/empty: "gadgets" -> use "devices"
page.md:2: "Gadget" -> use "device"
page.md:2: "gadgets" -> use "devices"
page.md:2: "gizmo" -> use "pizza"
TEXT

echo 'no tab' >"$list"
expect "a wrong list" 0 1 <<'TEXT'
.dev/retired_words.txt:1: needs an expression and a replacement
TEXT
expect_missing_list_fails
exit "$wrong"
