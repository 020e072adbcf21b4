#include "service/dialect/ahrefs_v3/literals.h"

#include "absl/time/time.h"
#include "boost/json/serialize.hpp"
#include "boost/json/string_view.hpp"
#include "fmt/format.h"
#include "service/common/column/link_type_word.h"

namespace backlinks::dialect::ahrefs_v3 {

std::string TextInV3(std::string_view text) {
  return boost::json::serialize(
      boost::json::string_view(text.data(), text.size()));
}

std::string TimeInV3(const Time& time) {
  const absl::Time moment =
      absl::FromUnixSeconds(time.seconds) + absl::Nanoseconds(time.nanos);
  return TextInV3(
      absl::FormatTime("%E4Y-%m-%dT%H:%M:%E*SZ", moment, absl::UTCTimeZone()));
}

std::vector<std::string> LinkTypesInV3(v1::LinkType type) {
  if (type == v1::LINK_TYPE_UNSPECIFIED) return {};
  if (type == v1::LINK_TYPE_HREF) {
    return {TextInV3("text"), TextInV3("image"), TextInV3("href")};
  }
  return {TextInV3(LinkTypeWord(type))};
}

std::string IsInV3(std::string_view field, std::string_view condition) {
  return fmt::format(R"({{"field":{},"is":{}}})", TextInV3(field), condition);
}

std::string CompareInV3(std::string_view field, std::string_view op,
                        std::string_view literal) {
  return IsInV3(field, fmt::format("[{},{}]", TextInV3(op), literal));
}

std::string CompareAnyInV3(std::string_view field, std::string_view op,
                           std::string_view literal) {
  return fmt::format(R"({{"field":{},"list_is":{{"any":[{},{}]}}}})",
                     TextInV3(field), TextInV3(op), literal);
}

}  // namespace backlinks::dialect::ahrefs_v3
