#include "service/embedded/key_finder.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "fmt/format.h"

namespace backlinks::embedded {
namespace {

void BindAll(const std::vector<SqlValue>& values, int first,
             Statement& statement) {
  for (const SqlValue& value : values) statement.Bind(first++, value);
}

// Returns text that differs for queries that differ.
std::string IdentityOf(const std::string& version, const BoundSql& sql) {
  std::string identity = fmt::format("{} {}", version, sql.text);
  for (const SqlValue& value : sql.values) {
    identity += fmt::format(" {}:", value.index());
    if (const auto* text = std::get_if<std::string>(&value)) {
      identity += fmt::format("{}:{}", text->size(), *text);
    } else if (const auto* number = std::get_if<int64_t>(&value)) {
      identity += fmt::to_string(*number);
    } else if (const auto* real = std::get_if<double>(&value)) {
      identity += fmt::to_string(*real);
    }
  }
  return identity;
}

absl::StatusOr<PageKeys> SelectPage(Database& database, const PageSql& sql) {
  auto statement = database.Prepare(sql.keys.text + " LIMIT ? OFFSET ?");
  if (!statement.ok()) return statement.status();
  std::vector<SqlValue> values = sql.keys.values;
  values.emplace_back(sql.limit);
  values.emplace_back(sql.offset);
  BindAll(values, 1, *statement);
  PageKeys keys;
  keys.width = statement->column_count();
  auto stepped = statement->Step();
  for (; stepped.ok() && *stepped; stepped = statement->Step()) {
    for (int i = 0; i < keys.width; ++i) {
      keys.keys.push_back(statement->number(i));
    }
  }
  if (!stepped.ok()) return stepped.status();
  return keys;
}

// Appends the keys of the row. Returns false if they cannot be kept.
bool AppendKeys(const Statement& row, size_t max_keys, SortedKeys& sorted) {
  for (int i = 0; i < sorted.width; ++i) {
    const int64_t key = row.number(i);
    if (key < 0 || key > std::numeric_limits<uint32_t>::max()) return false;
    sorted.keys.push_back(static_cast<uint32_t>(key));
  }
  return sorted.keys.size() <= max_keys;
}

absl::StatusOr<SortedKeys> SelectAll(Database& database, const BoundSql& sql,
                                     size_t max_keys) {
  auto statement = database.Prepare(sql.text);
  if (!statement.ok()) return statement.status();
  BindAll(sql.values, 1, *statement);
  SortedKeys sorted{.width = statement->column_count()};
  auto stepped = statement->Step();
  for (; stepped.ok() && *stepped; stepped = statement->Step()) {
    if (AppendKeys(*statement, max_keys, sorted)) continue;
    return SortedKeys{.width = sorted.width, .is_too_large = true};
  }
  if (!stepped.ok()) return stepped.status();
  sorted.keys.shrink_to_fit();
  return sorted;
}

PageKeys Slice(const SortedKeys& sorted, size_t first, const PageSql& sql) {
  const size_t rows = sorted.row_count();
  const size_t begin = std::min(first, rows);
  const size_t count = std::min(
      static_cast<size_t>(std::max(sql.limit, int64_t{0})), rows - begin);
  const auto keys =
      sorted.keys.begin() + static_cast<std::ptrdiff_t>(begin * sorted.width);
  const auto size = static_cast<std::ptrdiff_t>(count * sorted.width);
  return {.keys = std::vector<int64_t>(keys, keys + size),
          .width = sorted.width};
}

// Tests the condition of a keyset position for rows in their order.
class KeysetSearch {
 public:
  static absl::StatusOr<KeysetSearch> Create(Database& database,
                                             const SortedKeys& sorted,
                                             const SqlCondition& condition) {
    auto statement = database.Prepare(fmt::format(
        "SELECT 1 FROM refpages WHERE id = ?1 AND ({})", condition.sql));
    if (!statement.ok()) return statement.status();
    BindAll(condition.values, 2, *statement);
    return KeysetSearch(sorted, *std::move(statement));
  }

  // Returns the number of the first row for which the condition holds.
  absl::StatusOr<size_t> First() {
    size_t first = 0;
    size_t end = sorted_.row_count();
    while (first < end) {
      const size_t middle = first + (end - first) / 2;
      const auto holds = Holds(middle);
      if (!holds.ok()) return holds.status();
      if (*holds) {
        end = middle;
      } else {
        first = middle + 1;
      }
    }
    return first;
  }

  absl::StatusOr<bool> Holds(size_t row) {
    statement_.BindNumber(1, sorted_.keys[row * sorted_.width]);
    auto holds = statement_.Step();
    statement_.Reset();
    return holds;
  }

 private:
  KeysetSearch(const SortedKeys& sorted, Statement statement)
      : sorted_(sorted), statement_(std::move(statement)) {}

  const SortedKeys& sorted_;
  Statement statement_;
};

// Returns the number of the first row of the page. Empty if it cannot be found
// by a binary search.
absl::StatusOr<std::optional<size_t>> FirstOf(Database& database,
                                              const SortedKeys& sorted,
                                              const PageSql& sql) {
  if (!sql.keyset) return static_cast<size_t>(sql.offset);
  if (sorted.row_count() == 0) return 0;
  auto search = KeysetSearch::Create(database, sorted, sql.keyset->condition);
  if (!search.ok()) return search.status();
  if (sql.keyset->excludes_nulls) {
    const auto last = search->Holds(sorted.row_count() - 1);
    if (!last.ok()) return last.status();
    if (!*last) return std::nullopt;
  }
  const auto first = search->First();
  if (!first.ok()) return first.status();
  return *first;
}

}  // namespace

absl::StatusOr<SortedKeysPtr> KeyFinder::Sorted(Database& database,
                                                const std::string& version,
                                                const PageSql& sql) {
  const BoundSql& all = sql.keyset ? sql.keyset->all : sql.keys;
  const std::string identity = IdentityOf(version, all);
  SortedKeysPtr known = cache_.Find(identity);
  const bool is_first = sql.offset == 0 && !sql.keyset;
  if (known != nullptr || is_first) return known;
  auto sorted = SelectAll(database, all, cache_.max_keys());
  if (!sorted.ok()) return sorted.status();
  known = std::make_shared<const SortedKeys>(*std::move(sorted));
  cache_.Insert(identity, known);
  return known;
}

absl::StatusOr<PageKeys> KeyFinder::Find(Database& database,
                                         const std::string& version,
                                         const PageSql& sql) {
  if (!sql.is_stable) return SelectPage(database, sql);
  const auto sorted = Sorted(database, version, sql);
  if (!sorted.ok()) return sorted.status();
  if (*sorted == nullptr || (*sorted)->is_too_large) {
    return SelectPage(database, sql);
  }
  const auto first = FirstOf(database, **sorted, sql);
  if (!first.ok()) return first.status();
  if (!*first) return SelectPage(database, sql);
  return Slice(**sorted, **first, sql);
}

}  // namespace backlinks::embedded
