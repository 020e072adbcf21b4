// Builds query strings of requests.
#ifndef BACKLINKS_SERVICE_DIALECT_QUERY_STRING_H_
#define BACKLINKS_SERVICE_DIALECT_QUERY_STRING_H_

#include <string>
#include <string_view>

namespace backlinks::dialect {

// Encodes everything but RFC 3986's unreserved characters.
std::string PercentEncode(std::string_view text);

// Appends "&name=value" with the value percent-encoded, and without "&" at the
// beginning of `query`. Appends nothing if the value is empty.
void AddParameter(std::string& query, std::string_view name,
                  std::string_view value);

}  // namespace backlinks::dialect

#endif  // BACKLINKS_SERVICE_DIALECT_QUERY_STRING_H_
