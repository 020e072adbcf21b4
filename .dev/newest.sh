# shellcheck shell=bash
# The sources and their unit tests on the newest libraries: a bare Debian sid
# with gRPC and Protobuf of experimental.

newest_root="$build_root/newest"
newest_build=/root/build  # In the root.

# The environment in the root: as ./dev and .dev/build.sh set it.
newest_environment=(LC_ALL=C.UTF-8 CCACHE_BASEDIR=/root/backlinks
  CCACHE_NOHASHDIR=1 CCACHE_COMPILERCHECK=content CCACHE_SLOPPINESS=locale)

# Cheap, in time and space. New compilers warn of what Debian 12's does not.
newest_options=(-G Ninja -DCMAKE_BUILD_TYPE=Debug
  "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -g0" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
  -DBACKLINKS_GOOGLEAPIS_DIR=/root/googleapis -DBACKLINKS_UNITY=ON
  -DBACKLINKS_WERROR=OFF -Wno-dev)

# newest_packages: prints the packages of Debian 12 by their names in sid, which
# has one version of Boost.
newest_packages() {
  packages_of build cli unit | awk '{ print $1 }' |
    sed -E 's/^(libboost[a-z-]*)[0-9]+\.[0-9]+-dev$/\1-dev/' | sort -u
}

# Where they come from.
newest_sources() {
  local suite
  for suite in sid experimental; do
    printf 'deb %s %s main\n' "$(mirror)" "$suite"
  done
}
# Abseil is sid's: the gRPC and Protobuf of experimental are built with it, and
# a program with both that one and experimental's newer one does not link.
newest_pins() {
  printf '%s\n' 'Package: src:grpc src:protobuf' \
    'Pin: release a=experimental' 'Pin-Priority: 990'
}

unpack_newest() {
  local etc="$newest_root/etc/apt" files
  mapfile -t files < <(existing_files_of_variables)
  unpack_debian sid "$newest_root" "${apt_files[@]}" "${registry_files[@]}" \
    "${files[@]}" &&
    newest_sources | as_root tee "$etc/sources.list" >/dev/null &&
    newest_pins | as_root tee "$etc/preferences.d/newest" >/dev/null &&
    as_root cp -r "$googleapis_dir" "$newest_root/root/googleapis"
}

# in_newest [NAME=VALUE...] COMMAND...
in_newest() { in_bare "$newest_root" "${newest_environment[@]}" "$@"; }

# newest_apt ARGUMENT...: apt-get in the root.
newest_apt() {
  in_newest DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
    -o Dpkg::Use-Pty=0 "$@"
}

install_newest() {
  local packages
  mapfile -t packages < <(newest_packages)
  newest_apt update &&
    newest_apt install --no-install-recommends "${packages[@]}"
}

# newest_versions: prints what it is built with.
newest_versions() {
  # shellcheck disable=SC2016  # Expanded by dpkg-query.
  in_newest dpkg-query -W -f '${Package} ${Version}\n' g++ \
    libgrpc++-dev libprotobuf-dev libabsl-dev libboost-dev libre2-dev \
    libssl-dev
}

configure_newest() {
  in_newest cmake -S . -B "$newest_build" "${newest_options[@]}"
}

# Continues after an error, so that one run shows them all.
build_newest() {
  in_newest cmake --build "$newest_build" -j "$cores" -- -k 0
}

ctest_newest() {
  in_newest ctest --test-dir "$newest_build" --output-on-failure \
    --no-tests=error -j "$cores"
}

run_newest() {
  check "newest: unpack" unpack_newest &&
    check "newest: clone" clone_into "$newest_root" &&
    check "newest: install" install_newest &&
    newest_versions &&
    check "newest: configure" configure_newest &&
    check "newest: build" build_newest &&
    count_ctest newest ctest_newest
}

test_newest() {
  need_packages build image
  need_googleapis
  check "bare Debian sid" need_debian sid || return 0
  remove_bare "$newest_root"
  trap 'remove_bare "$newest_root"' EXIT
  run_newest || true
  own_ccache
  remove_bare "$newest_root"
  trap - EXIT
}
