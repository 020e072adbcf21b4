# shellcheck shell=bash
# Whether what must fail fails: a failing test by every runner, a retired word, a
# file in the wrong namespace, an include or a link that is not allowed, a page
# that differs from the flags, a header that does not compile alone.
test_runners() {
  need_go
  check "a failing test of every runner is counted" env GO="$go" \
    bash "$root/tests/dev/runners_test.sh" || true
  check "a retired word fails" bash "$root/tests/dev/retired_words_test.sh" ||
    true
  check "a wrong namespace fails" \
    bash "$root/tests/dev/component_namespaces_test.sh" || true
  check "a forbidden include fails" \
    bash "$root/tests/dev/allowed_includes_test.sh" || true
  check "a forbidden link fails" \
    bash "$root/tests/dev/allowed_links_test.sh" || true
  check "a page that differs from the flags fails" \
    bash "$root/tests/dev/flag_pages_test.sh" || true
  check "a header that does not compile alone fails" \
    bash "$root/tests/dev/headers_test.sh" || true
}
