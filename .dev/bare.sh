# shellcheck shell=bash
# Commands on a new machine: in the root of a bare Debian, with a clone of the
# commit and the registries as they are set up here.

# registry_variables: prints the settings of registries that are in the
# environment, one NAME=VALUE a line.
registry_variables() {
  env | grep -E '^(PIP_|NPM_CONFIG_|npm_config_|GO(PROXY|SUMDB|PRIVATE|NO)|NODE_EXTRA_CA_CERTS=|SSL_CERT_|[a-zA-Z]+_(proxy|PROXY)=)' |
    grep -v '^PIP_FIND_LINKS='
}

# in_bare FOLDER [NAME=VALUE...] COMMAND...: in this root, as its root, with its
# own PATH and without a locale. Only the compiler cache is shared; the mounts
# end with the command.
in_bare() {
  local folder="$1" ccache_dir variables
  shift
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
  ' bash "$folder" "$ccache_dir" "${variables[@]}" "$@"
}

# existing_files_of_variables: prints the files that registry_variables name.
existing_files_of_variables() {
  local value
  while IFS= read -r value; do
    [[ "$value" != /* ]] || [ ! -f "$value" ] || printf '%s\n' "$value"
  done < <(registry_variables | sed 's/^[^=]*=//')
}

# clone_into FOLDER: the commit, as /root/backlinks of this root.
clone_into() {
  as_root git -c safe.directory="$root" -c safe.directory="$root/.git" clone \
    --quiet --no-local "$root" "$1/root/backlinks" &&
    as_root git -C "$1/root/backlinks" checkout --quiet --detach \
      "$(git -C "$root" rev-parse HEAD)"
}

remove_bare() { as_root rm -rf --one-file-system "$1"; }
