# shellcheck shell=bash
# A new machine: the commands of the README in a bare Debian 12.

fresh_root="$build_root/fresh"

# With all that this machine knows of the registries, and the files that the
# variables name.
unpack_fresh() {
  local files
  mapfile -t files < <(existing_files_of_variables)
  unpack_debian bookworm "$fresh_root" "${apt_sources[@]}" "${apt_files[@]}" \
    "${registry_files[@]}" "${files[@]}"
}

# What a new machine needs of the disk: printed, and below 8 GiB.
check_fresh_size() {
  local size
  size="$(as_root du -sm --one-file-system "$fresh_root" | cut -f1)"
  echo "the root takes $size MiB"
  [ "$size" -lt 8192 ]
}

run_fresh() {
  check "fresh: unpack" unpack_fresh &&
    check "fresh: clone" clone_into "$fresh_root" &&
    check "fresh: ./dev demo" in_bare "$fresh_root" ./dev demo &&
    check "fresh: ./dev setup" in_bare "$fresh_root" ./dev setup &&
    check "fresh: below 8 GiB" check_fresh_size &&
    cat "$(log_of "fresh: below 8 GiB")"
}

test_fresh() {
  need_packages build image
  check "bare Debian 12" need_debian bookworm || return 0
  remove_bare "$fresh_root"
  trap 'remove_bare "$fresh_root"' EXIT
  run_fresh || true
  own_ccache
  remove_bare "$fresh_root"
  trap - EXIT
}
