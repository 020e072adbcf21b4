#!/usr/bin/env bash
# A page or a schema that differs from the declarations of the flags must fail
# the check, which prints the difference; what ./dev flags writes must not.
set -euo pipefail
source_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export PYTHONDONTWRITEBYTECODE=1
mkdir -p docs helm/backlinks

cat >server <<'SH'
#!/bin/sh
cat <<'JSON'
[{"name": "token_ttl", "type": "DURATION", "help": "Token lifetime",
  "range": "1m to 2h", "default": "1h", "min": 60000, "max": 7200000},
 {"name": "page_rows", "type": "NUMBER", "help": "Rows of a page",
  "range": "1 to 9", "default": "5", "min": 1, "max": 9}]
JSON
SH
chmod +x server
cat >docs/configuration.md <<'MARKDOWN'
# Page

| flag | default |
|---|---|
| `--old` | |
MARKDOWN
cat >helm/backlinks/values.schema.json <<'JSON'
{
  "properties": {
    "config": {
      "type": "object",
      "properties": {
        "old": {}
      }
    },
    "other": {}
  }
}
JSON
cat >helm/backlinks/values.yaml <<'YAML'

config:
  # -- Old
  # @default -- `1`
  token_ttl:
  page_rows:

upstreamToken: {}
YAML

wrong=0
fail() {
  printf '%s\n' "$1"
  cat output
  wrong=1
}
run() { python3 "$source_root/.dev/flag_pages.py" ./server "$@" >output 2>&1; }
# expect_lines FILE: it has the lines of standard input.
expect_lines() {
  local line
  while IFS= read -r line; do
    grep -qxF -- "$line" "$1" || fail "$1 has no line: $line"
  done
}

! run || fail "old files pass"
expect_lines output <<'TEXT'
-| `--old` | |
+| `--token_ttl` | `1h` | 1m to 2h | Token lifetime |
-        "old": {}
-  # -- Old
run ./dev flags
TEXT
run --write || fail "cannot write"
run || fail "written files fail"
[ ! -s output ] || fail "written files differ"
expect_lines docs/configuration.md <<'TEXT'
# Page
| `--page_rows` | `5` | 1 to 9 | Rows of a page |
TEXT
expect_lines helm/backlinks/values.yaml <<'TEXT'
  # -- Token lifetime. 1m to 2h
  # @default -- `1h`
  # -- (int) Rows of a page. 1 to 9
TEXT
python3 - <<'PY' || fail "the schema is wrong"
import json, re
config = json.load(open("helm/backlinks/values.schema.json"))["properties"][
    "config"]["properties"]
assert config["page_rows"] == {
    "description": "Rows of a page. 1 to 9", "type": ["integer", "null"],
    "minimum": 1, "maximum": 9}
ttl = config["token_ttl"]
assert (ttl["minimum"], ttl["maximum"]) == (60, 7200)
for text in ("", "60", "60s", "1m", "0120m", "2h", "7200000ms", "1h30m", "1.5h",
             "1h1s", "60000000000ns"):
    assert re.search(ttl["pattern"], text), text
for text in ("30", "59s", "0m", "121m", "3h", "7200001ms", "1", "h", "1m ",
             "59999999999ns", "1d", "-1m", "soon"):
    assert not re.search(ttl["pattern"], text), text
PY
sed -i 's/1 to 9/1 to 8/' docs/configuration.md
! run || fail "a wrong range passes"
exit "$wrong"
