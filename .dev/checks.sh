# shellcheck shell=bash
# Checks that look at the text alone.

own_scripts() { git ls-files -- dev '.ci/run' .dev/image_root '.dev/*.sh' '*.sh' | sort -u; }
own_cpp() { git ls-files -- 'service/*.cc' 'service/*.h' 'client/*.cc' \
  'client/*.h' 'tests/*.cc' 'tests/*.h' 'proto/*.h'; }
own_python() { git ls-files -- '*.py'; }

check_scripts() { own_scripts | xargs -r -n1 bash -n; }
check_python() {
  own_python | xargs -r python3 -c 'import ast, sys
for path in sys.argv[1:]:
    ast.parse(open(path, encoding="utf-8").read(), path)'
}
check_format() { own_cpp | xargs -r clang-format --dry-run -Werror; }
check_tidy() { python3 "$root/.dev/tidy.py" "$root" "$1" "$cache/clang-tidy"; }
lint_contract() { (cd proto && "$buf" lint); }
format_contract() { (cd proto && "$buf" format --diff --exit-code \
  --path backlinks --path third_party/google); }

# Everything that needs no build of our own.
check_text() {
  check "bash -n on the scripts" check_scripts || true
  check "Python sources parse" check_python || true
  check "buf lint" lint_contract || true
  check "buf format" format_contract || true
  check "descriptor set" check_descriptor_set || true
  check "buf breaking" check_breaking || true
  check "clang-format" check_format || true
}
