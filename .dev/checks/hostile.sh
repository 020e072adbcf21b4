# shellcheck shell=bash
# Hostile clients, and callers of every kind for some time. Healthy clients
# beside them use the packages of the Python example.

# beside_grpc COMMAND...: with these packages.
beside_grpc() {
  local python="$root/client/examples/python"
  env PATH="$python/.venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH="$root/tests/e2e:$root/tests/hostile:$python/gen" "$@"
}

# run_beside_grpc NAME FOLDER [PACKAGES]: the Python tests of a folder, with the
# packages of the Python example and of another folder.
run_beside_grpc() {
  local python="$root/client/examples/python"
  run_unittest "$1" "$2" PATH="$python/.venv/bin:$PATH" \
    PYTHONPATH="$root/tests/e2e:$root/tests/hostile:$python/gen${3:+:$3}"
}

test_hostile() {
  need_examples
  check "build the Python example" build_example Python || return 0
  run_beside_grpc "hostile clients" tests/hostile
  run_beside_grpc soak tests/soak
}
