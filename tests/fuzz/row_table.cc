#include "tests/fuzz/row_table.h"

#include "service/embedded/row_inserter.h"
#include "tests/fuzz/check.h"
#include "tests/support/random_query.h"
#include "tests/support/row/row_of.h"

namespace backlinks::fuzz {
namespace {

using testing_support::RandomSource;

constexpr uint64_t kSeed = 13;
constexpr int kRowCount = 64;
constexpr int kAbsentPercent = 25;
const char* const kUrls[] = {"https://example.com/",
                             "http://www.Example.com/a?b=c#d",
                             "https://sub.example.com:8080/x"};

// Dates of the upstream are whole seconds, and every row has a url_to.
v1::Refpage RandomPage(RandomSource& random) {
  v1::Refpage page = testing_support::RandomRefpage(random, kAbsentPercent);
  page.set_url_to(random.Pick(kUrls));
  if (page.has_first_seen()) page.mutable_first_seen()->set_nanos(0);
  if (page.has_last_visited()) page.mutable_last_visited()->set_nanos(0);
  if (page.has_prev_visited()) page.mutable_prev_visited()->set_nanos(0);
  if (page.has_url_from_first_seen()) {
    page.mutable_url_from_first_seen()->set_nanos(0);
  }
  return page;
}

void MakeLikeV3(RandomSource& random, v1::Refpage& page) {
  static constexpr int64_t kRatings[] = {0, 1, 20, 21, 100};
  page.clear_prev_visited();
  if (!page.has_url_from()) page.set_url_from("https://example.org/");
  if (page.has_ahrefs_rank()) page.set_ahrefs_rank(random.Pick(kRatings));
  if (page.has_domain_rating()) page.set_domain_rating(random.Pick(kRatings));
}

embedded::Database DatabaseOf(const std::vector<Row>& rows) {
  auto database = embedded::Database::Create(":memory:");
  BACKLINKS_FUZZ_CHECK(database.ok());
  auto inserter = embedded::RowInserter::Create(*database);
  BACKLINKS_FUZZ_CHECK(inserter.ok());
  for (const Row& row : rows) BACKLINKS_FUZZ_CHECK(inserter->OnRow(row).ok());
  BACKLINKS_FUZZ_CHECK(inserter->Finish().ok());
  return *std::move(database);
}

}  // namespace

RowTable::RowTable(bool v3) {
  RandomSource random(kSeed);
  for (int i = 0; i < kRowCount; ++i) {
    pages_.push_back(RandomPage(random));
    if (v3) MakeLikeV3(random, pages_.back());
    rows_.push_back(testing_support::RowOf(pages_.back()));
  }
  database_ = DatabaseOf(rows_);
}

Passed RowTable::Select(const embedded::SqlCondition& condition) {
  auto numbers = database_->Prepare(
      "SELECT import_number FROM targets JOIN refpages ON id = refpage_id"
      " WHERE " +
      condition.sql);
  BACKLINKS_FUZZ_CHECK(numbers.ok());
  for (size_t i = 0; i < condition.values.size(); ++i) {
    numbers->Bind(static_cast<int>(i) + 1, condition.values[i]);
  }
  Passed passed(rows_.size());
  while (true) {
    const auto row = numbers->Step();
    BACKLINKS_FUZZ_CHECK(row.ok());
    if (!*row) return passed;
    passed[numbers->number(0) - 1] = true;
  }
}

}  // namespace backlinks::fuzz
