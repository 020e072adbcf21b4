# shellcheck shell=bash
# The container image, into the builder's own storage.
command_image() {
  need_packages image
  need_base
  build_image "${1:-backlinks:dev}"
  say "To the storage of Docker or a registry:" \
    "buildah ${containers[*]} push ${1:-backlinks:dev} DESTINATION"
}
