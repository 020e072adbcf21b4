#include "service/validate/column_name.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "fmt/format.h"

namespace backlinks::validate {
namespace {

// Bytes; longer names are not similar to any column.
constexpr size_t kMaxName = 64;
constexpr size_t kMaxDistance = 3;

// The Levenshtein distance.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

const Column* Nearest(std::string_view name) {
  if (name.size() > kMaxName) return nullptr;
  const Column* nearest = nullptr;
  size_t min = std::min(kMaxDistance + 1, name.size());
  for (const Column& column : AllColumns()) {
    const size_t distance = Distance(name, column.name);
    if (distance >= min) continue;
    min = distance;
    nearest = &column;
  }
  return nearest;
}

std::string Describe(std::string_view name) {
  if (name.empty()) return "is required: the name of a column";
  if (name == "link_type_word") {
    return "is returned with link_type and must not be listed";
  }
  if (name == "other_columns") {
    return "must not be listed; set include_other_columns instead";
  }
  const Column* nearest = Nearest(name);
  return fmt::format(
      "there is no column {}{}", Quote(name),
      nearest ? fmt::format("; did you mean {}?", nearest->name) : "");
}

}  // namespace

const Column* ReadColumn(std::string_view name, const std::string& path,
                         Violations& violations) {
  const Column* column = FindColumn(name);
  if (column == nullptr) violations.Add(path, Describe(name));
  return column;
}

}  // namespace backlinks::validate
