# shellcheck shell=bash
# Checks that look at the text alone.

# own_parts: prints the files that ./dev sources, which share their variables.
own_parts() { git ls-files -- '.dev/*.sh'; }
# own_scripts: prints the shell scripts that run by themselves.
own_scripts() {
  git ls-files -z -- ':!.dev/*.sh' | xargs -0 -r awk '
    FNR == 1 && (FILENAME ~ /\.sh$/ || /^#!.*[\/ ](ba|da)?sh( |$)/) {
      print FILENAME
    }
    { nextfile }'
}
own_cpp() { git ls-files -- 'service/*.cc' 'service/*.h' 'client/*.cc' \
  'client/*.h' 'tests/*.cc' 'tests/*.h' 'proto/*.h'; }
own_python() { git ls-files -- '*.py'; }

# The parts are checked as the one script that they are in ./dev: alone, each
# would have variables that nothing sets or nothing reads. For a syntax error in
# a part shellcheck does not print the line, but bash does.
check_shell() {
  local status=0
  { own_parts && own_scripts; } | xargs -r -n1 bash -n || return 1
  own_scripts | xargs -r shellcheck || status=1
  {
    printf '%s\n' '# shellcheck shell=bash' 'root=.'
    own_parts | sed 's|.*|# shellcheck source=&\n. "./&"|'
  } | shellcheck --external-sources --check-sourced --source-path=. - ||
    status=1
  return "$status"
}
check_words() { python3 .dev/retired_words.py .dev/retired_words.txt; }
check_includes() {
  python3 .dev/allowed_includes.py .dev/allowed_includes.txt
}
# The list of the includes is that of the links.
check_links() { python3 .dev/allowed_links.py .dev/allowed_includes.txt; }
check_python() {
  own_python | xargs -r python3 -c 'import ast, sys
for path in sys.argv[1:]:
    ast.parse(open(path, encoding="utf-8").read(), path)'
}
check_namespaces() { python3 .dev/component_namespaces.py; }
check_format() { own_cpp | xargs -r clang-format --dry-run -Werror; }
check_tidy() { python3 "$root/.dev/tidy.py" "$root" "$1" "$cache/clang-tidy"; }
check_headers() {
  python3 "$root/.dev/headers.py" "$root" "$1" "$cache/headers"
}
lint_contract() { (cd proto && "$buf" lint); }
format_contract() { (cd proto && "$buf" format --diff --exit-code \
  --path backlinks --path third_party/google); }

# Everything that needs no build of our own.
check_text() {
  check "shellcheck" check_shell || true
  check "Python sources parse" check_python || true
  check "retired words" check_words || true
  check "allowed includes" check_includes || true
  check "allowed links" check_links || true
  check "buf lint" lint_contract || true
  check "buf format" format_contract || true
  check "descriptor set" check_descriptor_set || true
  check "buf breaking" check_breaking || true
  check "clang-format" check_format || true
  check "component namespaces" check_namespaces || true
}
