# shellcheck shell=bash
# A bare Debian 12, as a new machine has it: debootstrap's minbase with git and
# CA certificates. Made once, from the mirror that apt is set up with, and kept
# as an archive.

debian_archive="$cache/debian-bookworm-minbase.tar.gz"

# mirror: prints the first mirror that apt is set up with.
mirror() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} \
    2>/dev/null | awk '$1 == "URIs:" {print $2; exit}
      $1 == "deb" {for (i = 2; i <= NF; i++)
        if ($i ~ /:\/\//) {print $i; exit}}'
}

make_debian() {
  local folder result=0
  folder="$(mktemp -d)"
  mkdir -p "$cache"
  as_root debootstrap --variant=minbase --include=ca-certificates,git bookworm \
    "$folder/root" "$(mirror)" &&
    as_root rm -rf "$folder/root/var/cache/apt/archives" &&
    as_root tar -C "$folder/root" -czf "$folder/archive" . &&
    cp "$folder/archive" "$debian_archive.part" &&
    mv "$debian_archive.part" "$debian_archive" || result=1
  as_root rm -rf "$folder"
  return $result
}

need_debian() {
  [ -f "$debian_archive" ] || make_debian
}

# How this machine reaches the registries; files that it has not are left out.
registry_files=(/etc/apt/sources.list /etc/apt/sources.list.d
  /etc/apt/apt.conf.d /etc/apt/auth.conf.d /etc/pip.conf
  /etc/ssl/certs/ca-certificates.crt "$HOME/.npmrc" "$HOME/.config/pip"
  "$HOME/.config/go")

# unpack_debian FOLDER: with the registries' settings of this machine.
unpack_debian() {
  local file into
  mkdir -p "$1"
  as_root tar -C "$1" -xzf "$debian_archive" || return 1
  as_root rm -rf "$1/etc/apt/sources.list"
  for file in "${registry_files[@]}"; do
    [ -e "$file" ] || continue
    into="$1${file/#$HOME//root}"
    as_root mkdir -p "$(dirname "$into")" &&
      as_root cp -rT "$file" "$into" || return 1
  done
}
