#!/usr/bin/env bash
# A file that does not open the namespace of its component must fail the check
# of ./dev lint; one that does, and a program without a namespace, must not.
set -euo pipefail
NAME=component_namespaces FUNCTION=check_namespaces
# shellcheck source=tests/dev/check_fixture.sh
. "$(dirname "${BASH_SOURCE[0]}")/check_fixture.sh"
mkdir -p service/{model,a/one,common/{text,words}} client/cpp/cli tests/a

# open_in FILE NAMESPACE: a file that opens it.
open_in() { printf '#include <string>\n\nnamespace %s {\n}\n' "$2" >"$1"; }
open_in service/a/a.h backlinks::a
open_in service/a/one/one.cc backlinks::a::one
open_in service/model/model.h backlinks
open_in service/common/words/words.h backlinks
open_in service/common/text/text.h backlinks::text
open_in client/cpp/client.h backlinks
open_in client/cpp/cli/cli.cc backlinks::cli
open_in tests/a/a_test.cc backlinks
printf 'namespace {\n}\nint main() {}\n' >service/main.cc
printf 'namespace backlinks::b {\n}\nnamespace backlinks::a {\n}\n' \
  >service/a/two.cc
expect "right namespaces" 1 0 </dev/null

open_in service/a/a.h backlinks
open_in service/a/one/one.cc backlinks::a
open_in service/model/model.h backlinks::model
open_in service/common/words/words.h backlinks::words
open_in service/common/text/text.h backlinks
open_in client/cpp/client.h backlinks::client
open_in client/cpp/cli/cli.cc backlinks::client
printf 'namespace backlinks::b {\n}\nnamespace backlinks::c {\n}\n' \
  >service/a/two.cc
printf 'namespace {\n}\n' >service/a/three.h
expect "wrong namespaces" 0 1 <<'TEXT'
client/cpp/cli/cli.cc: opens backlinks::client; allowed: backlinks::cli
client/cpp/client.h: opens backlinks::client; allowed: backlinks
service/a/a.h: opens backlinks; allowed: backlinks::a
service/a/one/one.cc: opens backlinks::a; allowed: backlinks::a::one
service/a/three.h: opens no namespace; allowed: backlinks::a
service/a/two.cc: opens backlinks::b, backlinks::c; allowed: backlinks::a
service/common/text/text.h: opens backlinks; allowed: backlinks::text
service/common/words/words.h: opens backlinks::words; allowed: backlinks
service/model/model.h: opens backlinks::model; allowed: backlinks
TEXT
exit "$wrong"
