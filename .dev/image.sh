# shellcheck shell=bash
# The container image: built by buildah, which needs no daemon, on a base that
# debootstrap makes of the packages of this machine's own mirror.

image_base="backlinks-base:bookworm"
# Storage of our own: what the machine has is left alone.
containers=(--root "$cache/containers" --runroot "$cache/containers-run"
  --storage-driver vfs)

run_buildah() { as_root buildah "${containers[@]}" "$@"; }

# The first mirror that apt is set up with.
mirror() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} \
    2>/dev/null | awk '$1 == "URIs:" {print $2; exit}
      $1 == "deb" {for (i = 2; i <= NF; i++)
        if ($i ~ /:\/\//) {print $i; exit}}'
}

# import_base FOLDER: an image of one layer.
import_base() {
  local container
  container="$(run_buildah from scratch)" &&
    run_buildah add --quiet "$container" "$1" / &&
    run_buildah commit --quiet --rm "$container" "$image_base"
}

make_base() {
  local folder
  folder="$(mktemp -d)"
  as_root debootstrap --variant=minbase --include=ca-certificates bookworm \
    "$folder/base" "$(mirror)" &&
    as_root cp -r /etc/apt/sources.list.d /etc/apt/apt.conf.d \
      "$folder/base/etc/apt/" &&
    as_root cp /etc/ssl/certs/ca-certificates.crt \
      "$folder/base/etc/ssl/certs/" &&
    import_base "$folder/base"
  as_root rm -rf "$folder"
}

need_base() {
  run_buildah inspect --type image "$image_base" >/dev/null 2>&1 ||
    quietly "base image" make_base
}

# build_image NAME [OPTION...]
build_image() {
  local name="$1"
  shift
  run_buildah build --isolation chroot --layers --format docker \
    --pull=never --build-arg "DEBIAN=localhost/$image_base" \
    --build-arg "REVISION=$(git rev-parse HEAD)" --tag "$name" "$@" "$root"
}
