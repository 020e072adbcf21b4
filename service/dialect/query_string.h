// Query strings of requests.
#ifndef BACKLINKS_SERVICE_DIALECT_QUERY_STRING_H_
#define BACKLINKS_SERVICE_DIALECT_QUERY_STRING_H_

#include <string>
#include <string_view>

namespace backlinks {

// Everything but RFC 3986's unreserved characters encoded.
std::string PercentEncode(std::string_view text);

// Appends "&name=value", the value percent-encoded, or without "&" at the
// beginning; nothing for an empty value.
void AddParameter(std::string& query, std::string_view name,
                  std::string_view value);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_QUERY_STRING_H_
