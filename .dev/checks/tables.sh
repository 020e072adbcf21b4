# shellcheck shell=bash
# Rows as tables in the Python packages that analysts use.

# $table_packages is a folder with pyarrow, pandas, Polars, DuckDB and what they
# need, one for each state of the lock file.
need_table_packages() {
  local locked
  locked="$(sha256sum <"$root/tests/tables/requirements.txt")"
  table_packages="$cache/tables-${locked:0:16}"
  [ -d "$table_packages" ] && return 0
  say "Installing pyarrow, pandas, Polars and DuckDB"
  rm -rf "$table_packages.part"
  quietly "install pyarrow, pandas, Polars and DuckDB" python3 -m pip install \
    --disable-pip-version-check --no-deps --only-binary=:all: \
    --require-hashes --target "$table_packages.part" \
    --requirement "$root/tests/tables/requirements.txt" ||
    die "cannot install pyarrow, pandas, Polars and DuckDB"
  mv "$table_packages.part" "$table_packages"
}

test_tables() {
  need_examples
  check "build the Python example" build_example Python || return 0
  need_table_packages
  run_beside_grpc tables tests/tables "$table_packages"
}
