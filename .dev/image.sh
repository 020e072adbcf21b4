# shellcheck shell=bash
# The container image: built by buildah, which needs no daemon, on a bare
# Debian of this machine's own mirror.

image_base="backlinks-base:bookworm"
# Storage of our own: what the machine has is left alone.
containers=(--root "$cache/containers" --runroot "$cache/containers-run"
  --storage-driver vfs)

run_buildah() { as_root buildah "${containers[@]}" "$@"; }

# import_base FOLDER: an image of one layer.
import_base() {
  local container
  container="$(run_buildah from scratch)" &&
    run_buildah add --quiet "$container" "$1" / &&
    run_buildah commit --quiet --rm "$container" "$image_base"
}

make_base() {
  local folder result=0
  folder="$(mktemp -d)"
  need_debian bookworm &&
    unpack_debian bookworm "$folder/base" "${apt_sources[@]}" \
      "${apt_files[@]}" &&
    import_base "$folder/base" ||
    result=1
  as_root rm -rf "$folder"
  return $result
}

need_base() {
  run_buildah inspect --type image "$image_base" >/dev/null 2>&1 ||
    quietly "base image" make_base
}

# The repository's address on the web, without what it may have of credentials.
image_source() {
  local url
  url="$(git remote get-url origin 2>/dev/null |
    sed -nE 's#^(https?://)([^/@]*@)?#\1#p')"
  printf '%s\n' "${url:-unknown}"
}

# build_image NAME [OPTION...]: keeps no layer but the image's own; the
# compiler cache is what makes the next build quick.
build_image() {
  local name="$1"
  shift
  run_buildah build --isolation chroot --format docker \
    --pull=never --build-arg "DEBIAN=localhost/$image_base" \
    --build-arg "REVISION=$(git rev-parse HEAD)" \
    --build-arg "SOURCE=$(image_source)" --tag "$name" "$@" "$root" ||
    return 1
  run_buildah rmi --prune >/dev/null
}
