# shellcheck shell=bash
# The image as it will be run: read-only, without capabilities, not as root.

# unpack_image NAME FOLDER: its files and its configuration.
unpack_image() {
  local container mount
  container="$(run_buildah from --pull-never "$1")" || return 1
  mount="$(run_buildah mount "$container")" &&
    as_root cp -a "$mount" "$2/root" &&
    run_buildah inspect --type image "$1" >"$2/image.json"
  local result=$?
  run_buildah rm "$container" >/dev/null
  return $result
}

# With what this machine has compiled before, and nothing fetched twice.
build_test_image() {
  build_image backlinks:test \
    --volume "$(ccache --get-config cache_dir):/root/.cache/ccache" \
    --volume "$googleapis_dir:/root/.cache/backlinks/${googleapis_dir##*/}:ro"
}

test_image() {
  need_packages image
  check "image base" need_base || return 0
  check "image build from source" build_test_image || return 0
  own_ccache
  local folder
  folder="$(mktemp -d)"
  chmod 755 "$folder"  # So that its user can come in.
  if check "image unpack" unpack_image backlinks:test "$folder"; then
    run_unittest image tests/image IMAGE="$folder"
  fi
  as_root rm -rf "$folder"
}
