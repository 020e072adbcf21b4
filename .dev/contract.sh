# shellcheck shell=bash
# The contract as a descriptor set: the one that is committed, and the last
# one that was released.

descriptor_set=proto/backlinks.v1.binpb
released_set=proto/released/backlinks.v1.binpb

# set_of FOLDER FILE...: with imports and comments.
set_of() {
  local folder="$1" file paths=()
  shift
  for file in "$@"; do paths+=(--path "$folder/$file"); done
  "$buf" build "$folder" "${paths[@]}" -o -
}

# Beside the contract what a caller without reflection meets: the details of
# errors, health.
build_descriptor_set() {
  {
    set_of proto backlinks third_party/grpc/health &&
      set_of "$googleapis_dir" google/rpc/status.proto google/rpc/error_details.proto
  } | python3 "$root/.dev/merge_descriptor_sets.py"
}

check_descriptor_set() {
  build_descriptor_set | cmp - "$descriptor_set" || {
    echo "$descriptor_set is not what the protos give: ./dev contract" >&2
    return 1
  }
}

check_breaking() {
  (cd proto && "$buf" breaking --path backlinks --against "$root/$released_set")
}
