#include "service/embedded/ahrefs_v2/subscription.h"

#include <algorithm>
#include <string_view>

#include "fmt/format.h"

namespace backlinks::embedded::ahrefs_v2 {
namespace {

constexpr int64_t kRowsOfSubscription = 1'000'000'000;
constexpr std::string_view kJsonInfo =
    R"({{"info":{{"rows_left":{},"rows_limit":{},)"
    R"("subscription":"Embedded"}}}})";
constexpr std::string_view kXmlInfo =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<AhrefsApiResponse><info><rows_left>{}</rows_left>"
    "<rows_limit>{}</rows_limit><subscription>Embedded</subscription>"
    "</info></AhrefsApiResponse>";

}  // namespace

std::string V2SubscriptionInfo(bool xml, int64_t milli_price) {
  const int64_t left =
      std::max<int64_t>(0, kRowsOfSubscription * 1000 - milli_price) / 1000;
  return fmt::format(fmt::runtime(xml ? kXmlInfo : kJsonInfo), left,
                     kRowsOfSubscription);
}

}  // namespace backlinks::embedded::ahrefs_v2
