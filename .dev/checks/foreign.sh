# shellcheck shell=bash
# Clients of API v3 that others wrote, on the embedded upstream. Their versions
# are those of the lock files in tests/foreign.

foreign="$root/tests/foreign"

# Installs them into the folder $1.
install_foreign_clients() {
  cp "$foreign"/package.json "$foreign"/package-lock.json "$1/"
  npm ci --include=optional --no-audit --no-fund --no-progress --ignore-scripts --prefix "$1" &&
    python3 -m pip install --disable-pip-version-check --no-deps \
      --only-binary=:all: --require-hashes --target "$1/python" \
      --requirement "$foreign/requirements.txt"
}

# $foreign_clients is the folder that they are in, one for each state of the
# lock files.
need_foreign_clients() {
  local locked
  locked="$(cat "$foreign"/{package-lock.json,requirements.txt} | sha256sum)"
  foreign_clients="$cache/foreign-${locked:0:16}"
  [ -d "$foreign_clients" ] && return 0
  say "Installing the foreign clients"
  rm -rf "$foreign_clients.part"
  mkdir -p "$foreign_clients.part"
  quietly "install foreign clients" \
    install_foreign_clients "$foreign_clients.part" ||
    die "cannot install the foreign clients"
  mv "$foreign_clients.part" "$foreign_clients"
}

# Needs the programs of the release build.
test_foreign() {
  need_foreign_clients
  run_unittest "foreign clients" tests/foreign \
    FOREIGN_CLIENTS="$foreign_clients"
}
