# shellcheck shell=bash
# CMake presets, each in build/PRESET.

# What one checkout has compiled serves every other one of this machine, and
# the image: there the same compiler has another date.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1 CCACHE_COMPILERCHECK=content

programs=(backlinks-server backlinks backlinks-upstream sample_data)

# configure PRESET: once; afterwards ninja sees to it itself. In the environment
# BACKLINKS_TESTS=OFF leaves out the tests and what they need.
configure() {
  [ -f "$build_root/$1/build.ninja" ] && return 0
  local options=("-DBACKLINKS_TESTS=${BACKLINKS_TESTS:-ON}")
  has ccache && options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  quietly "configure $1" env BACKLINKS_GOOGLEAPIS_DIR="$googleapis_dir" \
    cmake --preset "$1" "${options[@]}"
}

# build PRESET [TARGET...]: without targets, everything.
build() {
  local preset="$1"
  shift
  need_googleapis
  configure "$preset" &&
    cmake --build --preset "$preset" -j "$cores" ${1+--target "$@"}
}

# need_programs [TARGET...]: the programs of the release build, up to date.
need_programs() {
  [ $# -gt 0 ] || set -- "${programs[@]}"
  need_packages build
  if [ -t 2 ]; then
    build release "$@" >&2
  else
    quietly "build release" build release "$@"
  fi || die "the release build failed"
}

# generate_code PRESET: what clang-tidy needs of a build without building it.
generate_code() {
  build "$1" backlinks_messages backlinks_http_annotations backlinks_proto \
    backlinks_rpc backlinks_grpc_protocols backlinks_otlp \
    backlinks_arrow_metadata backlinks_descriptor_set backlinks_cursor_proto
}
