// Ahrefs API v3, site-explorer/all-backlinks, as its documentation describes
// it.
#include "service/dialect/dialect.h"

#include <algorithm>
#include <array>
#include <utility>

#include "service/common/text/decimal.h"
#include "service/dialect/ahrefs_v3/allowance.h"
#include "service/dialect/ahrefs_v3/columns.h"
#include "service/dialect/ahrefs_v3/conditions.h"
#include "service/dialect/ahrefs_v3/errors.h"
#include "service/dialect/ahrefs_v3/price.h"
#include "service/dialect/ahrefs_v3/request.h"
#include "service/dialect/http_answer.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

// The row caps per request of v3's plans, as documented.
constexpr std::array<int64_t, 3> kDocumentedCaps = {100, 250, 500};

class AhrefsV3 final : public Dialect {
 public:
  explicit AhrefsV3(DialectOptions options) : options_(std::move(options)) {}

  std::string_view name() const override { return "ahrefs_v3"; }
  PriceUnit price_unit() const override { return PriceUnit::kApiUnits; }

  ColumnSet columns() const override { return V3Columns(); }
  ColumnSet nullable() const override { return V3Nullable(); }
  ColumnSet orderable() const override { return V3Orderable(); }

  PageStart page_start() const override { return PageStart::kKeyset; }
  int64_t max_page_rows() const override {
    return options_.max_rows_per_request;
  }
  bool short_page_is_end() const override { return false; }

  // A page with as many rows as the cap of a plan may be short because the
  // account's plan was changed to a lower cap than configured.
  bool IsEnd(int64_t rows) const override {
    return rows < options_.max_rows_per_request &&
           std::find(kDocumentedCaps.begin(), kDocumentedCaps.end(), rows) ==
               kDocumentedCaps.end();
  }

  // *Assumed* for other servers that implement the dialect.
  int64_t min_page_cap() const override { return kDocumentedCaps.front(); }

  Translation Translate(const FilterNode& predicate,
                        bool negated) const override {
    return TranslateToV3(predicate, negated);
  }
  std::string JoinAnd(
      const std::vector<std::string>& conditions) const override {
    return AllInV3(conditions);
  }
  std::optional<std::string> JoinOr(
      const std::vector<std::string>& conditions) const override {
    return AnyInV3(conditions);
  }

  MilliPrice RowPrice(const Plan& plan, bool in_full_order) const override {
    return V3RowPrice(plan, in_full_order);
  }

  MilliPrice PagePrice(const Plan& plan, const Page& page,
                       int64_t rows) const override {
    return V3PagePrice(plan, page, rows);
  }

  HttpRequest MakeRequest(const Plan& plan, const Page& page) const override {
    return MakeV3Request(options_, plan, page);
  }

  std::string_view rows_key() const override { return "backlinks"; }
  int ColumnOf(std::string_view upstream_name) const override {
    return ColumnOfV3(upstream_name);
  }
  CellReadings readings() const override { return V3Readings(); }

  absl::Status CheckHead(const ResponseHead& head) const override {
    return CheckV3Head(head);
  }
  bool NeedsErrorBody(const ResponseHead& head) const override {
    return V3NeedsErrorBody(head);
  }
  absl::Status ErrorOf(const ResponseHead& head,
                       std::string_view text) const override {
    return V3ErrorOf(head, text);
  }

  std::optional<int64_t> ResultCount(const ResponseHead& head) const override {
    return CountIn(head, "x-api-rows");
  }

  std::optional<MilliPrice> ReportedPrice(
      const ResponseHead& head) const override {
    const auto price = text::ParseMilli(
        head.header("x-api-units-cost-total-actual").value_or(""));
    if (!price || *price < 0) return std::nullopt;
    return price;
  }

  bool IsCached(const ResponseHead& head) const override {
    return head.header("x-api-cache") == "hit";
  }

  std::optional<HttpRequest> MakeAllowanceRequest() const override {
    return MakeV3AllowanceRequest(options_);
  }
  std::optional<Allowance> ReadAllowance(
      const FlatDocument& members) const override {
    return ReadV3Allowance(members);
  }

 private:
  DialectOptions options_;
};

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v3

namespace backlinks::dialect {

std::unique_ptr<Dialect> MakeAhrefsV3(DialectOptions options) {
  return std::make_unique<ahrefs_v3::AhrefsV3>(std::move(options));
}

}  // namespace backlinks::dialect
