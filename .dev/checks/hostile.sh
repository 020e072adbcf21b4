# shellcheck shell=bash
# Hostile clients, and many clients for long. Healthy clients beside them use
# the packages of the Python example.

# run_beside_grpc NAME FOLDER: the Python tests of a folder.
run_beside_grpc() {
  local python="$root/client/examples/python"
  run_unittest "$1" "$2" PATH="$python/.venv/bin:$PATH" \
    PYTHONPATH="$root/tests/e2e:$root/tests/hostile:$python/gen"
}

test_hostile() {
  check "build the Python example" build_example Python || return 0
  run_beside_grpc "hostile clients" tests/hostile
}
