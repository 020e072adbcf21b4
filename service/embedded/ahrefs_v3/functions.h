// The SQLite functions for v3's filters.
//
// v3_host(url), v3_root_name(url), v3_tld_class(url), v3_plain_url(url) and
// v3_port(url): see url.h.
// v3_uppercase(text), v3_lowercase(text): letter by letter, by Unicode's simple
// case mapping.
// v3_NAME(text, value) → 0 or 1, for NAME one of substring, isubstring,
// phrase_match, iphrase_match, prefix, suffix and regex. They compare bytes.
// Those with an "i" fold the case of the text, and expect the value folded.
// The result for NULL is NULL.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FUNCTIONS_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FUNCTIONS_H_

#include <sqlite3.h>

namespace backlinks::embedded::ahrefs_v3 {

void AddV3Functions(sqlite3* db);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FUNCTIONS_H_
