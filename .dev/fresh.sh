# shellcheck shell=bash
# A new machine: the commands of the README in a bare Debian 12.

fresh_root="$build_root/fresh"

# registry_variables: prints the settings of registries that are in the
# environment, one NAME=VALUE a line.
registry_variables() {
  env | grep -E '^(PIP_|NPM_CONFIG_|npm_config_|GO(PROXY|SUMDB|PRIVATE|NO)|NODE_EXTRA_CA_CERTS=|SSL_CERT_|[a-zA-Z]+_(proxy|PROXY)=)' |
    grep -v '^PIP_FIND_LINKS='
}

# in_fresh COMMAND...: in the root, as its root, with its own PATH and without a
# locale. Only the compiler cache is shared; the mounts end with the command.
in_fresh() {
  local ccache_dir variables
  ccache_dir="$(ccache --get-config cache_dir)"
  mapfile -t variables < <(registry_variables)
  mkdir -p "$ccache_dir"
  # shellcheck disable=SC2016  # Expanded by the inner shell.
  as_root unshare --mount --pid --fork --kill-child bash -euc '
    root="$1" ccache_dir="$2"
    shift 2
    mkdir -p "$root/root/.cache/ccache"
    cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
    mount --rbind /dev "$root/dev"
    mount -t proc proc "$root/proc"
    mount --bind "$ccache_dir" "$root/root/.cache/ccache"
    exec chroot "$root" /usr/bin/env -i -C /root/backlinks HOME=/root \
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
  ' bash "$fresh_root" "$ccache_dir" "${variables[@]}" "$@"
}

# With all that this machine knows of the registries, and the files that the
# variables name.
unpack_fresh() {
  local files=("${apt_files[@]}" "${registry_files[@]}") value
  while IFS= read -r value; do
    [[ "$value" != /* ]] || [ ! -f "$value" ] || files+=("$value")
  done < <(registry_variables | sed 's/^[^=]*=//')
  unpack_debian "$fresh_root" "${files[@]}"
}

clone_into_fresh() {
  as_root git -c safe.directory="$root" -c safe.directory="$root/.git" clone \
    --quiet --no-local "$root" "$fresh_root/root/backlinks" &&
    as_root git -C "$fresh_root/root/backlinks" checkout --quiet --detach \
      "$(git -C "$root" rev-parse HEAD)"
}

remove_fresh() { as_root rm -rf --one-file-system "$fresh_root"; }

# What a new machine needs of the disk: printed, and below 8 GiB.
check_fresh_size() {
  local size
  size="$(as_root du -sm --one-file-system "$fresh_root" | cut -f1)"
  echo "the root takes $size MiB"
  [ "$size" -lt 8192 ]
}

run_fresh() {
  check "fresh: unpack" unpack_fresh &&
    check "fresh: clone" clone_into_fresh &&
    check "fresh: ./dev demo" in_fresh ./dev demo &&
    check "fresh: ./dev setup" in_fresh ./dev setup &&
    check "fresh: below 8 GiB" check_fresh_size &&
    cat "$logs/fresh--below-8-GiB.log"
}

test_fresh() {
  need_packages build image
  check "bare Debian 12" need_debian || return 0
  remove_fresh
  trap remove_fresh EXIT
  run_fresh || true
  own_ccache
  remove_fresh
  trap - EXIT
}
