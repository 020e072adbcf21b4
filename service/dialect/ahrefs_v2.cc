// Ahrefs API v2, table backlinks, as its documentation described it until the
// API was shut down.
#include <utility>

#include "service/dialect/ahrefs_v2_conditions.h"
#include "service/dialect/ahrefs_v2_errors.h"
#include "service/dialect/ahrefs_v2_request.h"
#include "service/dialect/dialect.h"

namespace backlinks {
namespace {

// Thousandths of a row.
constexpr MilliPrice kRequestPrice = 1000;
constexpr MilliPrice kResultPrice = 200;
constexpr MilliPrice kWherePrice = 5000;
constexpr MilliPrice kHavingPrice = 5000;

class AhrefsV2 final : public Dialect {
 public:
  AhrefsV2(std::string base_path, Secret token)
      : base_path_(std::move(base_path)), token_(std::move(token)) {}

  std::string_view name() const override { return "ahrefs_v2"; }
  PriceUnit price_unit() const override { return PriceUnit::kRows; }
  ColumnSet columns() const override { return FullColumnSet(); }

  std::optional<std::string> Say(const FilterNode& predicate,
                                 bool negated) const override {
    return SayInV2(predicate, negated);
  }

  std::string Join(const std::vector<std::string>& conditions) const override {
    return JoinInV2(conditions);
  }

  // An older price list charged 5 rows for `offset`; the last one did not.
  MilliPrice PagePrice(const Plan& plan, const Page&,
                       int64_t rows) const override {
    return kRequestPrice + kResultPrice * rows +
           (plan.where.empty() ? 0 : kWherePrice) +
           (plan.having.empty() ? 0 : kHavingPrice);
  }

  HttpRequest MakeRequest(const Plan& plan, const Page& page) const override {
    return MakeV2Request(base_path_, token_, plan, page);
  }

  std::string_view rows_key() const override { return "refpages"; }

  int ColumnOf(std::string_view upstream_name) const override {
    const Column* column = FindColumn(upstream_name);
    return column == nullptr ? 0 : column->number;
  }

  absl::Status CheckHead(const ResponseHead& head) const override {
    return CheckV2Head(head);
  }
  bool NeedsErrorBody(const ResponseHead& head) const override {
    return V2NeedsErrorBody(head);
  }
  absl::Status ErrorOf(const ResponseHead& head,
                       std::string_view text) const override {
    return V2ErrorOf(head, text);
  }

  // v2 reports none: its price has to be computed.
  std::optional<MilliPrice> ReportedPrice(const ResponseHead&) const override {
    return std::nullopt;
  }

 private:
  std::string base_path_;
  Secret token_;
};

}  // namespace

std::unique_ptr<Dialect> MakeAhrefsV2(std::string base_path, Secret token) {
  return std::make_unique<AhrefsV2>(std::move(base_path), std::move(token));
}

}  // namespace backlinks
