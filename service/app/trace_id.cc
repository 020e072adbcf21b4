#include "service/app/trace_id.h"

#include "re2/re2.h"

namespace backlinks {

std::string TraceIdOf(std::string_view traceparent) {
  static const RE2* const pattern =
      new RE2("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");
  std::string id;
  const re2::StringPiece text(traceparent.data(), traceparent.size());
  if (!RE2::FullMatch(text, *pattern, &id)) return "";
  // Version ff and an id of zeros are invalid.
  if (traceparent.substr(0, 2) == "ff" || id == std::string(32, '0')) return "";
  return id;
}

}  // namespace backlinks
