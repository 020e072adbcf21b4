# shellcheck shell=bash
# CMake presets, each in build/PRESET.

# What one checkout has compiled serves every other one of this machine, and
# the image: there the same compiler has another date, and LANG is not set.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1 CCACHE_COMPILERCHECK=content \
  CCACHE_SLOPPINESS=locale

# own_ccache: gives the cache back to its user after root has used it.
own_ccache() {
  [ "$(id -u)" -eq 0 ] ||
    as_root chown -R "$(id -u):$(id -g)" "$(ccache --get-config cache_dir)"
}

programs=(backlinks-server backlinks backlinks-upstream sample_data)
image_files=(packed_sample_data)

# tests_for PRESET [TARGET...]: prints ON where a build needs the tests, and
# with them GoogleTest. The programs that are shipped do not.
tests_for() {
  local target
  if [ "$1" != release ] || [ $# -le 1 ]; then
    echo ON
    return
  fi
  shift
  for target in "$@"; do
    [[ " ${programs[*]} ${image_files[*]} " == *" $target "* ]] ||
      { echo ON; return; }
  done
  echo OFF
}

# cli_for PRESET [TARGET...]: prints ON where a build needs the command line
# client, and with it ncurses. The tests do.
cli_for() {
  local tests
  tests="$(tests_for "$@")"
  shift
  if [ "$tests" = ON ] || [[ " $* " == *" backlinks "* ]]; then
    echo ON
  else
    echo OFF
  fi
}

# is_configured PRESET TESTS CLI: a build with a part is one without it, too.
# Ninja runs CMake for itself, but without the presets.
is_configured() {
  local cache_file="$build_root/$1/CMakeCache.txt"
  [ -f "$build_root/$1/build.ninja" ] &&
    [ ! CMakePresets.json -nt "$cache_file" ] &&
    { [ "$2" = OFF ] || grep -q '^BACKLINKS_TESTS:BOOL=ON$' "$cache_file"; } &&
    { [ "$3" = OFF ] || grep -q '^BACKLINKS_CLI:BOOL=ON$' "$cache_file"; }
}

# configure PRESET TESTS CLI: once; afterwards ninja runs CMake itself.
configure() {
  is_configured "$@" && return 0
  local options=("-DBACKLINKS_TESTS=$2" "-DBACKLINKS_CLI=$3")
  has ccache && options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  quietly "configure $1" env BACKLINKS_GOOGLEAPIS_DIR="$googleapis_dir" \
    cmake --preset "$1" "${options[@]}"
}

# need_packages_for PRESET TESTS CLI
need_packages_for() {
  local groups=(build)
  [ "$2" = OFF ] || groups+=(unit)
  [ "$3" = OFF ] || groups+=(cli)
  case "$1" in tsan | fuzz) groups+=(clang) ;; esac
  need_packages "${groups[@]}"
}

# need_configured PRESET [TARGET...]: the packages, and the configured build.
need_configured() {
  local preset="$1" tests cli
  tests="$(tests_for "$@")"
  cli="$(cli_for "$@")"
  need_packages_for "$preset" "$tests" "$cli"
  need_googleapis
  configure "$preset" "$tests" "$cli"
}

# build PRESET [TARGET...]: without targets, everything.
build() {
  local preset="$1"
  need_configured "$@" || return 1
  shift
  cmake --build --preset "$preset" -j "$cores" ${1+--target "$@"}
}

# need_programs [TARGET...]: the programs of the release build, up to date.
need_programs() {
  [ $# -gt 0 ] || set -- "${programs[@]}"
  need_configured release "$@"
  if [ -t 2 ]; then
    build release "$@" >&2
  else
    quietly "build release" build release "$@"
  fi || die "the release build failed"
}

# generate_code PRESET: what `./dev lint` needs of a build without building it.
generate_code() {
  build "$1" backlinks_messages backlinks_http_annotations backlinks_proto \
    backlinks_google_rpc backlinks_grpc_protocols backlinks_otlp \
    backlinks_arrow_metadata backlinks_descriptor_set backlinks_cursor_proto
}
