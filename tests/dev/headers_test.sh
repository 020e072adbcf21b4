#!/usr/bin/env bash
# A header that does not compile alone, or not twice, must fail the check of
# ./dev lint; a clean one must not, and is compiled again only after a change of
# its text, of a header that it includes, or of its flags.
set -euo pipefail
# shellcheck disable=SC2034  # Read by check_fixture.sh.
NAME=headers FUNCTION=check_built_headers
# shellcheck source=tests/dev/check_fixture.sh
. "$(dirname "${BASH_SOURCE[0]}")/check_fixture.sh"
# shellcheck disable=SC2317  # Called by expect.
check_built_headers() { check_headers "$root/build/dev"; }

# A compiler that counts the headers: one line in compiled for each.
mkdir -p build/bin
cat >build/bin/clang++ <<TEXT
#!/bin/sh
[ "\$1" = --version ] || echo one >>build/compiled
exec $(command -v clang++) "\$@"
TEXT
chmod +x build/bin/clang++
PATH="$root/build/bin:$PATH"

# in_place: sets what depends on where the checkout lies, and writes the compile
# commands of two sources, with these flags.
in_place() {
  # shellcheck disable=SC2034  # Read by check_headers.
  cache="$root/build/cache"
  local source separator='[' flags
  flags="-std=c++20 -I$root -I$root/client/cpp/include $*"
  mkdir -p build/dev
  for source in service/a/a.cc client/cpp/client.cc; do
    printf '%s{"directory": "%s", "file": "%s", "command": "%s"}' \
      "$separator" "$root/build/dev" "$root/$source" \
      "ccache c++ $flags -isystem $root/build/dev/generated -o a.o -c a.cc"
    separator=,
  done >build/dev/compile_commands.json
  echo ']' >>build/dev/compile_commands.json
}

# write_header FILE [LINE...]: a header with an include guard.
write_header() {
  local file="$1" guard="${1//[^a-z]/_}_"
  shift
  mkdir -p "$(dirname "$file")"
  printf '%s\n' "#ifndef $guard" "#define $guard" "$@" "#endif" >"$file"
}

# expect_clean NAME COMPILED: all three headers are clean, of which so many were
# compiled, as the others were remembered.
expect_clean() {
  : >build/compiled
  expect "$1" 1 0 <<<'headers: 3 compile alone, 0 do not'
  [ "$(wc -l <build/compiled)" = "$2" ] && return 0
  echo "$1: $(wc -l <build/compiled) headers compiled; expected $2"
  wrong=1
}

in_place
expect "no header" 0 1 <<<'headers: 0 compile alone, 0 do not'

generated=build/dev/generated/a/v1/a.pb.h
write_header "$generated" 'struct Message {};'
write_header service/a/a.h '#include <string>' '#include "a/v1/a.pb.h"' \
  '#include "service/a/b/used.h"' \
  'std::string Name(Used used, Message message);'
write_header service/a/b/used.h 'struct Used {};'
write_header client/cpp/include/own/public.h 'struct Public {};'
expect_clean "clean headers" 3
expect_clean "remembered headers" 0
write_header service/a/b/used.h 'struct Used { int more; };'
expect_clean "a changed header, and one that includes it" 2
write_header "$generated" 'struct Message { int more; };'
expect_clean "a changed generated header" 1
in_place -DMORE
expect_clean "changed flags" 3

write_header service/a/b/used.h 'struct Other {};'
write_header client/cpp/include/own/public.h 'std::string Name();'
echo 'struct Twice {};' >service/a/twice.h
write_header service/a/fatal.h '#include "service/a/none.h"'
for _ in 1 2; do  # What failed is not remembered.
  expect "headers that do not compile" 0 1 <<TEXT
client/cpp/include/own/public.h: client/cpp/include/own/public.h:3:1: error: \
use of undeclared identifier 'std'
service/a/a.h: service/a/a.h:6:18: error: unknown type name 'Used'
service/a/fatal.h: service/a/fatal.h:3:10: fatal error: \
'service/a/none.h' file not found
service/a/twice.h: service/a/twice.h:1:8: error: redefinition of 'Twice'
headers: 1 compile alone, 4 do not
TEXT
done
rm service/a/{twice,fatal}.h
write_header service/a/b/used.h 'struct Used {};'
write_header client/cpp/include/own/public.h 'struct Public {};'

write_header service/b/b.h
expect "a folder without sources" 0 1 <<'TEXT'
service/b/b.h: error: no source is compiled in its folder or above it
headers: 3 compile alone, 1 do not
TEXT
rm service/b/b.h

mv "$root" "$root.moved"
root="$root.moved"
# shellcheck disable=SC2034  # Read by check_fixture.sh.
logs="$root/build/logs" log="$root/build/logs/headers.log"
PATH="$root/build/bin:$PATH"
cd "$root"
in_place -DMORE
expect_clean "another checkout" 0
exit "$wrong"
