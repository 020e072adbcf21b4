// The dialects by name, as the flag --upstream has them.
//
// Threads: everything here may be called from any thread.
#ifndef BACKLINKS_SERVICE_DIALECT_REGISTRY_H_
#define BACKLINKS_SERVICE_DIALECT_REGISTRY_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/dialect/dialect.h"

namespace backlinks {

// Every name there is.
std::vector<std::string_view> DialectNames();

// The dialect of this name, or null.
std::unique_ptr<Dialect> MakeDialect(std::string_view name,
                                     DialectOptions options);

// The URL of the upstream that the dialect is named after; "": no such name.
std::string_view DefaultUpstreamUrl(std::string_view name);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_REGISTRY_H_
