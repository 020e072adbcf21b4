// What a filter means, said as plainly as the contract says it: the oracle of
// the property tests. Shares no code with service/.
#ifndef BACKLINKS_TESTS_SUPPORT_NAIVE_FILTER_H_
#define BACKLINKS_TESTS_SUPPORT_NAIVE_FILTER_H_

#include <string>
#include <string_view>

#include "backlinks/v1/filter.pb.h"
#include "backlinks/v1/refpage.pb.h"

namespace backlinks::testing_support {

// Whether a valid filter holds for a row.
bool Holds(const v1::Filter& filter, const v1::Refpage& row);

// Whether `word`, not empty, is in `text` with no letter or digit beside
// it: of one word, as a maximal run of letters and digits.
bool HasWord(std::string_view text, std::string_view word);

// Whether the host of `url` is `domain` or lies below it; case disregarded.
bool IsBelow(std::string_view url, std::string_view domain);

}  // namespace backlinks::testing_support

#endif  // BACKLINKS_TESTS_SUPPORT_NAIVE_FILTER_H_
