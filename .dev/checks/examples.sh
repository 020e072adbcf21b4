# shellcheck shell=bash
# The clients of client/examples: built by the commands of their README, each
# by its language's own tools, and made to say the same.

examples="$root/client/examples"
# What takes long to compile outlives the tree; without debug information it takes
# less than half of the space.
cargo_variables=(CARGO_TARGET_DIR="$cache/examples-rust" CARGO_PROFILE_DEV_DEBUG=0)

# example_commands LANGUAGE: the first block of its section of the README.
example_commands() {
  awk -v title="## $1" '
    /^## / { here = $0 == title }
    here && /^```sh$/ { block = 1; next }
    block && /^```$/ { exit }
    block' "$examples/README.md"
}

# in_examples COMMAND...: with the tools that the README's commands want.
in_examples() {
  (cd "$examples" && PATH="$(dirname "$go"):$(dirname "$buf"):$PATH" \
    GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0 \
    env "${cargo_variables[@]}" "$@")
}

build_example() { in_examples bash -eu -c "$(example_commands "$1")"; }

check_go_example() {
  in_examples go -C go vet ./... &&
    [ -z "$(in_examples gofmt -l go/*.go | tee /dev/stderr)" ]
}

need_examples() {
  need_buf
  need_go
}

test_examples() {
  local language
  need_examples
  for language in C++ Go Python Node Java Rust; do
    check "build the $language example" build_example "$language" || return 0
  done
  check "go vet and gofmt on the example" check_go_example || true
  run_examples
}

# The tests speak gRPC themselves, with the packages of the Python example.
run_examples() {
  local python="$examples/python"
  run_unittest examples tests/examples PATH="$python/.venv/bin:$PATH" \
    PYTHONPATH="$root/tests/e2e:$python/gen" "${cargo_variables[@]}"
}
