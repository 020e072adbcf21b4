# shellcheck shell=bash
# Debian packages: those of packages.txt that are missing, and only those.

# packages_of GROUP...: prints "NAME [COMMAND]" of each package of these groups.
packages_of() {
  local groups group name
  while read -r groups name; do
    for group in "$@"; do
      [[ ",$groups," == *",$group,"* ]] || continue
      printf '%s\n' "$name"
      break
    done
  done < <(grep -v '^#' "$root/.dev/packages.txt")
}

# missing_packages GROUP...
missing_packages() {
  local installed name stands_for
  installed="$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null |
    sed -n 's/^installed //p')"
  while read -r name stands_for; do
    [ -n "$stands_for" ] && has "$stands_for" && continue
    grep -qxF -- "$name" <<<"$installed" || printf '%s\n' "$name"
  done < <(packages_of "$@") | sort -u
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif has sudo; then
    sudo "$@"
  else
    die "needs root or sudo for: $*"
  fi
}

# RUNLEVEL=1 keeps nginx from being started as a service of this machine.
apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq -y \
    -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"
}

# need_packages GROUP...: installs what is missing of these groups.
need_packages() {
  local missing
  has dpkg-query || die "this is not Debian; install what Debian 12 calls:" \
    "$(packages_of "$@" | awk '{print $1}' | xargs)"
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  quietly "apt update" apt_get update || die "apt-get update failed"
  quietly "apt install" apt_get install --no-install-recommends \
    "${missing[@]}" || die "apt-get install failed; this was made for Debian 12"
}
