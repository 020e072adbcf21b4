#!/usr/bin/env bash
# A component that links one that it may not include, or that does not link one
# that it includes, must fail the check of ./dev lint; others must not.
set -euo pipefail
NAME=allowed_links FUNCTION=check_links LIST=.dev/allowed_includes.txt
# shellcheck source=tests/dev/check_fixture.sh
. "$(dirname "${BASH_SOURCE[0]}")/check_fixture.sh"
mkdir -p service/{a,b,common/text} client/cpp tests/a
tee "$list" >good_list <<'TEXT'
text: |
a: text | grpcpp
b: text a |
main: b |
client: a |
TEXT
echo 'backlinks_library(text LINKS absl::strings)' \
  >service/common/text/CMakeLists.txt
cat >service/a/CMakeLists.txt <<'TEXT'
# Not backlinks::b.
backlinks_library(a LINKS  # Nor backlinks::client.
  backlinks::text backlinks::messages gRPC::grpc++)
target_link_libraries(backlinks_a PRIVATE backlinks::proto)
TEXT
cat >service/b/CMakeLists.txt <<'TEXT'
backlinks_library(b
  FOLDERS one
  LINKS backlinks::a
        backlinks::text
  EXCEPT main.cc)
add_executable(server main.cc)
target_link_libraries(server PRIVATE backlinks::b)
TEXT
echo 'backlinks_library(client LINKS backlinks::a)' >client/cpp/CMakeLists.txt
echo 'backlinks_library(test LINKS backlinks::b)' >tests/a/CMakeLists.txt
expect "allowed links" 1 0 </dev/null

sed -i 's/backlinks::messages/backlinks::b/' service/a/CMakeLists.txt
sed -i '/backlinks::text/d' service/b/CMakeLists.txt
sed 's/client LINKS/cli LINKS/' client/cpp/CMakeLists.txt >>service/b/CMakeLists.txt
rm client/cpp/CMakeLists.txt
expect "wrong links" 0 1 <<TEXT
service/a/CMakeLists.txt:2: a may not link b; allowed: text
service/b/CMakeLists.txt:1: b does not link text, which it includes; \
allowed: text, a
service/b/CMakeLists.txt:7: cli is no component of $list; \
allowed: text, a, b, main, client
$list:5: client is no library; \
allowed: components that a CMakeLists.txt declares
TEXT
expect_missing_list_fails
exit "$wrong"
