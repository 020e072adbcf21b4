#include "tests/embedded/ahrefs_v3/table.h"

#include "gtest/gtest.h"
#include "service/embedded/ahrefs_v3/filter.h"
#include "service/embedded/importer.h"

namespace backlinks::embedded::testing_embedded {

V3Table::V3Table(std::string_view jsonl) {
  const std::string path = files_.path("rows.sqlite");
  const auto imported = ImportFiles({files_.Write("rows.jsonl", jsonl)}, path);
  EXPECT_TRUE(imported.ok()) << imported.status();
  auto database = Database::Open(path);
  if (database.ok()) database_ = *std::move(database);
}

std::vector<int64_t> V3Table::Numbers(std::string_view filter) {
  const std::string_view begin = filter.substr(0, 300);
  std::vector<int64_t> numbers;
  const auto parsed = ahrefs_v3::ParseV3Filter(filter);
  EXPECT_TRUE(parsed.ok()) << parsed.status() << ": " << begin;
  if (!parsed.ok() || !database_) return numbers;
  auto rows = database_->Prepare(
      "SELECT page_size FROM targets JOIN refpages ON id = refpage_id WHERE " +
      parsed->condition.sql + " ORDER BY import_number");
  EXPECT_TRUE(rows.ok()) << rows.status() << ": " << begin;
  if (!rows.ok()) return numbers;
  for (size_t i = 0; i < parsed->condition.values.size(); ++i) {
    rows->Bind(static_cast<int>(i) + 1, parsed->condition.values[i]);
  }
  auto row = rows->Step();
  for (; row.ok() && *row; row = rows->Step()) {
    numbers.push_back(rows->number(0));
  }
  EXPECT_TRUE(row.ok()) << row.status() << ": " << begin;
  return numbers;
}

}  // namespace backlinks::embedded::testing_embedded
