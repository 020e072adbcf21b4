// An upstream that can say OR, lacks what it is told to lack, and charges in
// its own way: what plans are held against beside API v2.
#ifndef BACKLINKS_TESTS_PLAN_FAKE_DIALECT_H_
#define BACKLINKS_TESTS_PLAN_FAKE_DIALECT_H_

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "service/dialect/ahrefs_v2/conditions.h"
#include "service/dialect/dialect.h"

namespace backlinks::plan {

struct FakeAbilities {
  ColumnSet columns = FullColumnSet();
  ColumnSet nullable;
  ColumnSet orderable = FullColumnSet();
  bool short_page_is_end = true;
  dialect::PageStart page_start = dialect::PageStart::kOffset;
  int64_t max_page_rows = 0;  // Known, and what a shorter page ends by.
  int64_t min_page_cap = 1;
  bool has_or = true;
  // A page costs this at least, and a row its share of it.
  MilliPrice min_price = 50'000;
  MilliPrice row_price = 1'000;
};

// Predicates are those of v2; AND is "&", OR is "(a|b)".
class FakeDialect : public dialect::Dialect {
 public:
  explicit FakeDialect(const FakeAbilities& abilities = {})
      : abilities_(abilities) {}

  std::string_view name() const override { return "fake"; }
  PriceUnit price_unit() const override { return PriceUnit::kApiUnits; }
  ColumnSet columns() const override { return abilities_.columns; }
  ColumnSet nullable() const override { return abilities_.nullable; }
  ColumnSet orderable() const override { return abilities_.orderable; }
  bool short_page_is_end() const override {
    return abilities_.short_page_is_end;
  }
  dialect::PageStart page_start() const override {
    return abilities_.page_start;
  }
  int64_t max_page_rows() const override { return abilities_.max_page_rows; }
  int64_t min_page_cap() const override { return abilities_.min_page_cap; }
  bool IsEnd(int64_t rows) const override {
    return short_page_is_end() || rows < abilities_.max_page_rows;
  }
  dialect::Translation Translate(const FilterNode& predicate,
                                 bool negated) const override {
    return dialect::ahrefs_v2::TranslateToV2(predicate, negated,
                                             abilities_.nullable);
  }
  std::string JoinAnd(
      const std::vector<std::string>& conditions) const override {
    return absl::StrJoin(conditions, "&");
  }
  std::optional<std::string> JoinOr(
      const std::vector<std::string>& conditions) const override {
    if (!abilities_.has_or) return std::nullopt;
    return "(" + absl::StrJoin(conditions, "|") + ")";
  }
  MilliPrice RowPrice(const Plan&, bool) const override {
    return abilities_.row_price;
  }
  MilliPrice PagePrice(const Plan&, const Page&, int64_t rows) const override {
    return std::max(abilities_.min_price, abilities_.row_price * rows);
  }
  HttpRequest MakeRequest(const Plan&, const Page&) const override {
    return {};
  }
  std::string_view rows_key() const override { return "rows"; }
  int ColumnOf(std::string_view) const override { return 0; }
  absl::Status CheckHead(const ResponseHead&) const override { return {}; }
  bool NeedsErrorBody(const ResponseHead&) const override { return false; }
  absl::Status ErrorOf(const ResponseHead&, std::string_view) const override {
    return {};
  }
  std::optional<int64_t> ResultCount(const ResponseHead&) const override {
    return std::nullopt;
  }
  std::optional<MilliPrice> ReportedPrice(const ResponseHead&) const override {
    return std::nullopt;
  }
  std::optional<HttpRequest> MakeAllowanceRequest() const override {
    return std::nullopt;
  }
  std::optional<Allowance> ReadAllowance(const FlatDocument&) const override {
    return std::nullopt;
  }

 private:
  const FakeAbilities abilities_;
};

}  // namespace backlinks::plan

#endif  // BACKLINKS_TESTS_PLAN_FAKE_DIALECT_H_
