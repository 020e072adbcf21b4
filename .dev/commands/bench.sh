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

# Exports what the clients in Python are run with: the stubs of the example.
need_bench_clients() {
  local python="$examples/python"
  need_packages tools
  need_examples
  quietly "build the Python example" build_example Python ||
    die "cannot build the Python example"
  need_table_packages
  export BENCH_PYTHON="$python/.venv/bin/python"
  export BENCH_PYTHONPATH="$python/gen:$table_packages"
}

build_go_peer() {
  build_example Go &&
    (cd "$bench/peers/go" && CGO_ENABLED=0 GOFLAGS=-mod=readonly \
      GOTOOLCHAIN=local "$go" build -o "$build_root/bench/go_peer" .)
}

install_node_peer() {
  (cd "$bench/peers/node" &&
    npm ci --ignore-scripts --no-audit --no-fund --no-progress)
}

# Exports where the peers in other languages are.
need_bench_peers() {
  need_packages tools
  need_examples
  mkdir -p "$build_root/bench"
  quietly "build the peer in Go" build_go_peer || die "cannot build the Go peer"
  quietly "install the peer in Node" install_node_peer ||
    die "cannot install the Node peer"
  export BENCH_GO_PEER="$build_root/bench/go_peer"
  export BENCH_NODE_PEER="$bench/peers/node/main.mjs"
}

command_bench() {
  local arguments
  mapfile -t arguments < <(bench_arguments "$@")
  need_packages bench
  need_configured release plan_bench
  quietly "build bench" build release "${programs[@]}" "${bench_programs[@]}" ||
    die "the release build failed"
  ! measures clients "${arguments[@]}" || need_bench_clients
  ! measures peers "${arguments[@]}" || need_bench_peers
  PATH="$PATH:/usr/sbin" PYTHONDONTWRITEBYTECODE=1 \
    python3 "$bench/bench.py" "$bin" \
    "$root/service/embedded/sample/refpages.jsonl.xz" "$build_root/bench" \
    "${arguments[@]}"
}
