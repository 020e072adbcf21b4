// Finds the name that somebody probably meant.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CONFIG_NEAREST_NAME_H_
#define BACKLINKS_SERVICE_CONFIG_NEAREST_NAME_H_

#include <string>
#include <string_view>
#include <vector>

namespace backlinks::config {

// Returns the name with the smallest number of edits (a character inserted,
// deleted or replaced; upper and lower case are the same), the first of
// several. Empty if that takes more than a third of the characters of `name`.
std::string NearestName(std::string_view name,
                        const std::vector<std::string>& names);

// Returns "; did you mean NAME?" for the nearest name, or an empty text.
std::string DidYouMean(std::string_view name,
                       const std::vector<std::string>& names);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_NEAREST_NAME_H_
