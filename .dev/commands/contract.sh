# shellcheck shell=bash
# command_contract [release]: writes the descriptor set; at a release also
# makes it what later changes are held against.
command_contract() {
  [[ "$*" =~ ^(release)?$ ]] || die "usage: ./dev contract [release]"
  need_buf
  write_descriptor_set "$descriptor_set" || die "the protos do not compile"
  if [ "${1:-}" = release ]; then
    check_breaking || die "this breaks callers of the last release"
    cp "$descriptor_set" "$released_set"
  fi
}
