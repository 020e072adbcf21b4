#!/usr/bin/env bash
# An include that is not in the list, a folder that the list does not have, an
# entry that nothing uses and a cycle must fail the check of ./dev lint; the
# includes of the list must not.
set -euo pipefail
NAME=allowed_includes FUNCTION=check_includes
# shellcheck source=tests/dev/check_fixture.sh
. "$(dirname "${BASH_SOURCE[0]}")/check_fixture.sh"
mkdir -p service/{a,b/one,b/two,common/text} client/cpp/{cli,include/own}
tee "$list" >good_list <<'TEXT'
# A comment.

*: | absl
text: | utf8proc.h
a: text |
b: a | boost/json grpcpp
main: b |
client: |
cli: text client include |
include: |
TEXT
echo '#include <utf8proc.h>' >service/common/text/text.cc
cat >service/a/a.cc <<'TEXT'
#include <string>
#include "absl/strings/match.h"
#  include "service/a/a.h"
// #include "service/b/b.h"
#include "service/common/text/text.h"
TEXT
echo '#include "service/b/one/one.h"' >service/b/b.cc
cat >service/b/one/one.cc <<'TEXT'
#include "boost/json/parse.hpp"
#include "messages/v1/service.grpc.pb.h"
#include "service/a/a.h"
#include "service/b/b.h"
#include "service/b/one/one.h"
TEXT
echo '#include "service/b/b.h"' >service/main.cc
echo '#include <string_view>' >client/cpp/config.h.in
echo '#include <string>' >client/cpp/include/own/public.h
cat >client/cpp/cli/cli.cc <<'TEXT'
#include "client/cpp/config.h"
#include "own/public.h"
#include "service/common/text/text.h"
TEXT
expect "allowed includes" 1 0 </dev/null

mkdir service/{cli,new}
touch service/{cli/cli,common/loose}.h service/new/{one,two}.cc
cat >>service/a/a.cc <<'TEXT'
#include "service/b/b.h"
#include "service/a/../b/b.h"
#include <service/b/b.h>
#include "service/new/new.h"
#include "boost/json.hpp"
#include <sqlite3.h>
#include "absl/v1/service.grpc.pb.h"
#include HEADER
TEXT
cat >>service/b/one/one.cc <<'TEXT'
#include "service/b/two/two.h"
#include "boost/jsonlike/parse.hpp"
TEXT
echo '#include "service/a/a.h"' >>client/cpp/cli/cli.cc
echo '#include "service/a/a.h"' >>client/cpp/include/own/public.h
echo '#include "tests/cli/cli.h"' >>client/cpp/config.h.in
echo '#include "own/public.h"' >>client/cpp/config.h.in
allowed_to_a='allowed: components text; headers absl'
expect "forbidden includes" 0 1 <<TEXT
client/cpp/cli/cli.cc:4: cli may not include "service/a/a.h"; \
allowed: components text, client, include; headers absl
client/cpp/config.h.in:2: client may not include "tests/cli/cli.h"; \
allowed: components none; headers absl
client/cpp/config.h.in:3: client may not include \
"client/cpp/include/own/public.h"; allowed: components none; headers absl
client/cpp/include/own/public.h:2: include may not include "service/a/a.h"; \
allowed: components none; headers absl
service/a/a.cc:6: a may not include "service/b/b.h"; $allowed_to_a
service/a/a.cc:7: a may not include "service/b/b.h"; $allowed_to_a
service/a/a.cc:8: a may not include "service/b/b.h"; $allowed_to_a
service/a/a.cc:9: a may not include "service/new/new.h", which is in no \
component of $list; $allowed_to_a
service/a/a.cc:10: a may not include "boost/json.hpp"; $allowed_to_a
service/a/a.cc:11: a may not include "sqlite3.h"; $allowed_to_a
service/a/a.cc:12: a may not include "absl/v1/service.grpc.pb.h"; \
$allowed_to_a
service/a/a.cc:13: a may not include what is not a plain path; $allowed_to_a
service/b/one/one.cc:6: service/b/one may not include \
"service/b/two/two.h"; allowed: service/b, service/b/one
service/b/one/one.cc:7: b may not include "boost/jsonlike/parse.hpp"; \
allowed: components a; headers absl, boost/json, grpcpp
service/cli/cli.h:1: service/cli is no component of $list; \
allowed: the folders of text, a, b, main, client, cli, include
service/common/loose.h:1: service/common is no component of $list; \
allowed: the folders of text, a, b, main, client, cli, include
service/new/one.cc:1: service/new is no component of $list; \
allowed: the folders of text, a, b, main, client, cli, include
TEXT
rm -r service/{cli,new,common/loose.h}
sed -i '6,$d' service/a/a.cc
sed -i '6,$d' service/b/one/one.cc
sed -i '4,$d' client/cpp/cli/cli.cc
sed -i '2,$d' client/cpp/config.h.in client/cpp/include/own/public.h

sed -i 's/^\*:.*/& fmt/; s/^a:.*/a: text | re2/; s/^b: a/b: text a/' "$list"
echo 'gone: a |' >>"$list"
expect "stale entries" 0 1 <<TEXT
$list:3: * does not include fmt; allowed: what is included, absl
$list:5: a does not include re2; allowed: what is included, text
$list:6: b does not include text; \
allowed: what is included, a, boost/json, grpcpp
$list:11: gone has no files; allowed: components that have files
TEXT

sed 's/^a: text/a: b text/' good_list >"$list"
echo '#include "service/b/b.h"' >>service/a/a.cc
expect "a cycle" 0 1 <<TEXT
$list:6: cycle a -> b -> a; allowed: components that form no cycle
TEXT

echo 'a: text ' >>"$list"
expect "a component twice" 0 1 <<TEXT
$list:11: a is already at $list:5; allowed: one line for each component
TEXT
echo 'no colon' >"$list"
expect "a wrong list" 0 1 <<TEXT
$list:1: is no component; allowed: NAME: COMPONENTS | HEADERS
TEXT
expect_missing_list_fails
exit "$wrong"
