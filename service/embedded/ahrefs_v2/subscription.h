// Formats the document of v2's table subscription_info.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_SUBSCRIPTION_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_SUBSCRIPTION_H_

#include <cstdint>
#include <string>

namespace backlinks::embedded::ahrefs_v2 {

// Returns the rows left in the subscription after `milli_price`, in thousandths
// of a row, was charged. It is rounded down to whole rows: typed clients read
// integers.
std::string V2SubscriptionInfo(bool xml, int64_t milli_price);

}  // namespace backlinks::embedded::ahrefs_v2

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_SUBSCRIPTION_H_
