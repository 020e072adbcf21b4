#include "service/config/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "absl/strings/ascii.h"
#include "fmt/format.h"

namespace backlinks::config {
namespace {

constexpr size_t kMaxNameBytes = 100;

bool IsSame(char a, char b) {
  return absl::ascii_tolower(static_cast<unsigned char>(a)) ==
         absl::ascii_tolower(static_cast<unsigned char>(b));
}

// The Levenshtein distance. Upper and lower case are the same.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (IsSame(a[i], b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string NearestName(std::string_view name,
                        const std::vector<std::string>& names) {
  if (name.size() > kMaxNameBytes) return "";
  std::string nearest;
  size_t min_distance = name.size() / 3 + 1;
  for (const std::string& each : names) {
    const size_t distance = EditDistance(name, each);
    if (distance >= min_distance) continue;
    min_distance = distance;
    nearest = each;
  }
  return nearest;
}

std::string DidYouMean(std::string_view name,
                       const std::vector<std::string>& names) {
  const std::string nearest = NearestName(name, names);
  return nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest);
}

}  // namespace backlinks::config
