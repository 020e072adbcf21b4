# shellcheck shell=bash
# A bare Debian 12 or sid, as a new machine has it: debootstrap's minbase with
# git and CA certificates. Made once, from the mirror that apt is set up with,
# and kept as an archive.

# debian_archive SUITE: prints where it is kept.
debian_archive() { printf '%s\n' "$cache/debian-$1-minbase.tar.gz"; }

# mirror: prints where apt gets Debian 12 itself from.
mirror() {
  {
    awk -v RS= '/(^|\n)Suites:[^\n]* ?bookworm( |\n|$)/ &&
      match($0, /(^|\n)URIs: *[^ \n]+/) {
        uri = substr($0, RSTART, RLENGTH)
        sub(/^.*URIs: */, "", uri)
        print uri
      }' /etc/apt/sources.list.d/*.sources
    awk '$1 == "deb" && / bookworm( |$)/ {
      for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) print $i
    }' /etc/apt/sources.list /etc/apt/sources.list.d/*.list
  } 2>/dev/null | head -n 1
}

# make_debian SUITE
make_debian() {
  local suite="$1" archive folder result=0
  archive="$(debian_archive "$suite")"
  folder="$(mktemp -d)"
  mkdir -p "$cache"
  as_root debootstrap --variant=minbase --include=ca-certificates,git \
    "$suite" "$folder/root" "$(mirror)" &&
    as_root rm -rf "$folder/root/var/cache/apt/archives" &&
    as_root tar -C "$folder/root" -czf "$folder/archive" . &&
    cp "$folder/archive" "$archive.part" &&
    mv "$archive.part" "$archive" || result=1
  as_root rm -rf "$folder"
  return $result
}

# need_debian SUITE
need_debian() {
  [ -f "$(debian_archive "$1")" ] || make_debian "$1"
}

# How this machine reaches Debian's packages, and the other registries with what
# they want of credentials. Files that it has not are left out. The sources and
# their keys are of Debian 12 alone.
apt_sources=(/etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/keyrings
  /etc/apt/trusted.gpg.d /usr/share/keyrings)
apt_files=(/etc/apt/apt.conf.d /etc/ssl/certs/ca-certificates.crt)
registry_files=(/etc/apt/auth.conf.d /etc/pip.conf /etc/npmrc
  "${HOME:-/root}/.npmrc" "${HOME:-/root}/.netrc" "${HOME:-/root}/.config/pip"
  "${HOME:-/root}/.config/go")

# unpack_debian SUITE FOLDER FILE...: with these files of this machine; those of
# the home folder in that of root.
unpack_debian() {
  local suite="$1" folder="$2" file into
  shift 2
  mkdir -p "$folder"
  as_root tar -C "$folder" -xzf "$(debian_archive "$suite")" || return 1
  as_root rm -rf "$folder/etc/apt/sources.list"
  for file in "$@"; do
    [ -e "$file" ] || continue
    into="$folder$file"
    [[ "$file" != "${HOME:-/root}"/* ]] ||
      into="$folder/root${file#"${HOME:-/root}"}"
    as_root mkdir -p "$(dirname "$into")" &&
      as_root cp -rHT "$file" "$into" || return 1
  done
}
