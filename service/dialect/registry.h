// The dialects by name, as in the flag --upstream.
//
// Threads: everything here may be called from any thread.
#ifndef BACKLINKS_SERVICE_DIALECT_REGISTRY_H_
#define BACKLINKS_SERVICE_DIALECT_REGISTRY_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/dialect/dialect.h"

namespace backlinks::dialect {

// Returns the names of all dialects.
std::vector<std::string_view> DialectNames();

// Returns the dialect with this name, or null.
std::unique_ptr<Dialect> MakeDialect(std::string_view name,
                                     DialectOptions options);

// Returns the URL of the upstream that the dialect is named after. Empty if
// there is no such dialect.
std::string_view DefaultUpstreamUrl(std::string_view name);

}  // namespace backlinks::dialect

#endif  // BACKLINKS_SERVICE_DIALECT_REGISTRY_H_
