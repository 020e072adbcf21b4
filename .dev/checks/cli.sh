# shellcheck shell=bash
# The command line client in the shells and the terminal that people use it in,
# and its rows in the programs that read them.

pyarrow_version=18.1.0
pyarrow_dir="$cache/pyarrow-$pyarrow_version"

need_pyarrow() {
  [ -d "$pyarrow_dir" ] || wheel pyarrow "$pyarrow_version" "$pyarrow_dir"
}

test_cli() {
  need_pyarrow
  run_unittest "command line client" tests/cli \
    PYTHONPATH="../e2e:$pyarrow_dir"
}
