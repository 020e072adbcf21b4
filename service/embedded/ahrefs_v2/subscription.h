// The document of v2's table subscription_info.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_SUBSCRIPTION_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_SUBSCRIPTION_H_

#include <cstdint>
#include <string>

namespace backlinks {

// What is left of the subscription after `milli_price`, thousandths of a row,
// was charged. Whole rows, rounded down: typed clients read integers.
std::string V2SubscriptionInfo(bool xml, int64_t milli_price);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_SUBSCRIPTION_H_
