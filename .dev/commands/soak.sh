# shellcheck shell=bash
# command_soak [MINUTES]: callers of every kind over a healthy and a failing
# upstream.
command_soak() {
  local minutes="${1:-20}"
  [[ "$minutes" =~ ^[0-9]+(\.[0-9]+)?$ ]] ||
    die "soak: $minutes is not a number of minutes"
  need_packages build cli tools test
  need_grpcurl
  need_examples
  quietly "build release" build release "${programs[@]}" ||
    die "the release build failed"
  quietly "build the Python example" build_example Python ||
    die "the Python example does not build"
  beside_grpc BACKLINKS_BIN="$bin" GRPCURL="$grpcurl" \
    python3 tests/soak/soak.py "$minutes"
}
