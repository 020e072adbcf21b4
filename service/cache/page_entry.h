// The bytes of a page in the shared state: a checksum, the head, the times, and
// the body compressed by zstd.
//
// Limits:  an entry is read completely before any of it is used, and never
//          inflates to more than the size that it declares, which must be
//          within the limit of the reader.
// Errors:  DATA_LOSS for bytes that are not an entry of this key, or beyond the
//          limit. An entry is checked against damage, not against somebody who
//          can write to the state.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CACHE_PAGE_ENTRY_H_
#define BACKLINKS_SERVICE_CACHE_PAGE_ENTRY_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/model/http_message.h"

namespace backlinks::cache {

struct PageEntry {
  ResponseHead head;
  // When the upstream was asked, by the clock of the replica that stored it,
  // and how long that was ago at the time of storing. Not negative.
  absl::Time asked_at;
  absl::Duration age;
  size_t body_bytes = 0;        // Inflated.
  std::string_view compressed;  // Points into the entry.
};

// Returns the entry of a page. `entry` has all but the members of the body.
std::string EncodePage(std::string_view key, const PageEntry& entry,
                       std::string_view body);

// Reads an entry but for its body, whose size is at most `max_body_bytes`.
absl::StatusOr<PageEntry> DecodePage(std::string_view key,
                                     std::string_view bytes,
                                     size_t max_body_bytes);

// Returns the body of an entry that DecodePage returned.
absl::StatusOr<std::string> InflateBody(const PageEntry& entry);

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_PAGE_ENTRY_H_
