# shellcheck shell=bash
# Measures. The arguments are the number of rounds, names of families of
# measures (all, if there are none), and --baseline with the folder of the
# programs of another build.

bench="$root/tests/bench"
bench_programs=(beast_reader transport_limit drain_client row_client
  first_row_client stalled_client page_client repeat_client plan_bench
  decode_bench accounting_bench)

# bench_arguments [RUNS] [WORD...]: prints the arguments of bench.py, one a line.
bench_arguments() {
  if [[ "${1:-}" =~ ^[0-9]+$ ]]; then
    printf '%s\n' --runs "$1"
    shift
  fi
  [ $# -eq 0 ] || printf '%s\n' "$@"
}

# measures FAMILY ARGUMENT...: whether the arguments ask for this family. A word
# that is no family makes bench.py fail.
measures() {
  local family="$1" word named=""
  shift
  for word in "$@"; do
    [ "$word" != "$family" ] || return 0
    [ ! -f "$bench/$word.py" ] || named=1
  done
  [ -z "$named" ]
}

# $bench_packages is a folder with pandas, Polars and what they need, one for
# each state of the lock file.
need_bench_packages() {
  local locked
  locked="$(sha256sum <"$bench/requirements.txt")"
  bench_packages="$cache/bench-python-${locked:0:16}"
  [ -d "$bench_packages" ] && return 0
  say "Installing pandas and Polars"
  rm -rf "$bench_packages.part"
  quietly "install pandas and Polars" python3 -m pip install \
    --disable-pip-version-check --no-deps --only-binary=:all: \
    --require-hashes --target "$bench_packages.part" \
    --requirement "$bench/requirements.txt" || die "cannot install pandas"
  mv "$bench_packages.part" "$bench_packages"
}

# Exports what the clients in Python are run with: the stubs of the example.
need_bench_clients() {
  local python="$examples/python"
  need_packages tools
  need_examples
  quietly "build the Python example" build_example Python ||
    die "cannot build the Python example"
  need_bench_packages
  export BENCH_PYTHON="$python/.venv/bin/python"
  export BENCH_PYTHONPATH="$python/gen:$bench_packages"
}

command_bench() {
  local arguments
  mapfile -t arguments < <(bench_arguments "$@")
  need_packages bench
  need_configured release plan_bench
  quietly "build bench" build release "${programs[@]}" "${bench_programs[@]}" ||
    die "the release build failed"
  ! measures clients "${arguments[@]}" || need_bench_clients
  PATH="$PATH:/usr/sbin" PYTHONDONTWRITEBYTECODE=1 \
    python3 "$bench/bench.py" "$bin" \
    "$root/service/embedded/sample/refpages.jsonl.xz" "$build_root/bench" \
    "${arguments[@]}"
}
