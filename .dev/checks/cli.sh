# shellcheck shell=bash
# The command line client in the shells and the terminal that people use it in,
# and its rows in the programs that read them.

test_cli() {
  need_table_packages
  run_unittest "command line client" tests/cli \
    PYTHONPATH="../e2e:$table_packages"
}
