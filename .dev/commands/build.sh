# shellcheck shell=bash
command_build() {
  local preset="${1:-release}"
  [ $# -eq 0 ] || shift
  case "$preset" in
    release) need_programs "$@" ;;
    dev | asan | tsan)
      build "$preset" "$@"
      ;;
    *) die "no such preset: $preset (release, dev, asan, tsan)" ;;
  esac
  say "Programs are in build/$preset/bin"
}
