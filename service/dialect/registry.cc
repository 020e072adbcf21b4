#include "service/dialect/registry.h"

#include <array>
#include <utility>

namespace backlinks::dialect {
namespace {

struct Entry {
  std::string_view name;
  std::string_view url;
  std::unique_ptr<Dialect> (*make)(DialectOptions options);
};

std::unique_ptr<Dialect> MakeV2(DialectOptions options) {
  return MakeAhrefsV2(std::move(options.base_path), std::move(options.token),
                      options.nullable, options.max_rows_per_request);
}

constexpr std::array kEntries = {
    Entry{"ahrefs_v2", "https://apiv2.ahrefs.com/", MakeV2},
    Entry{"ahrefs_v3", "https://api.ahrefs.com/v3/", MakeAhrefsV3},
};

const Entry* Find(std::string_view name) {
  for (const Entry& entry : kEntries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string_view> DialectNames() {
  std::vector<std::string_view> names;
  names.reserve(kEntries.size());
  for (const Entry& entry : kEntries) names.push_back(entry.name);
  return names;
}

std::unique_ptr<Dialect> MakeDialect(std::string_view name,
                                     DialectOptions options) {
  const Entry* entry = Find(name);
  if (entry == nullptr) return nullptr;
  return entry->make(std::move(options));
}

std::string_view DefaultUpstreamUrl(std::string_view name) {
  const Entry* entry = Find(name);
  return entry == nullptr ? std::string_view() : entry->url;
}

}  // namespace backlinks::dialect
