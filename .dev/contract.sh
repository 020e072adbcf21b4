# shellcheck shell=bash
# The contract as a descriptor set: the one that is committed, and the last
# one that was released.

descriptor_set=proto/backlinks.v1.binpb
released_set=proto/released/backlinks.v1.binpb

# write_descriptor_set FILE: with imports and comments.
write_descriptor_set() { "$buf" build proto --path proto/backlinks -o "$1"; }

check_descriptor_set() {
  write_descriptor_set - | cmp - "$descriptor_set" || {
    echo "$descriptor_set is not what the protos give: ./dev contract" >&2
    return 1
  }
}

check_breaking() {
  (cd proto && "$buf" breaking --path backlinks --against "$root/$released_set")
}
