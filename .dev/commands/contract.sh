# shellcheck shell=bash
# command_contract [release]: writes the descriptor set; at a release also
# makes it what later changes are held against.
command_contract() {
  [[ "$*" =~ ^(release)?$ ]] || die "usage: ./dev contract [release]"
  need_packages tools
  need_buf
  need_googleapis
  mkdir -p "$build_root"
  build_descriptor_set >"$build_root/set" || die "the protos do not compile"
  mv "$build_root/set" "$descriptor_set"
  if [ "${1:-}" = release ]; then
    check_breaking || die "this breaks callers of the last release"
    cp "$descriptor_set" "$released_set"
  fi
}
