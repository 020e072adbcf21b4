// Ahrefs API v2, table backlinks, as its documentation described it until the
// API was shut down.
#include "service/dialect/dialect.h"

#include <utility>

#include "service/common/text/decimal.h"
#include "service/dialect/ahrefs_v2/columns.h"
#include "service/dialect/ahrefs_v2/conditions.h"
#include "service/dialect/ahrefs_v2/errors.h"
#include "service/dialect/ahrefs_v2/price.h"
#include "service/dialect/ahrefs_v2/request.h"
#include "service/dialect/http_answer.h"
#include "service/dialect/plain_text.h"

namespace backlinks::dialect::ahrefs_v2 {
namespace {

class AhrefsV2 final : public Dialect {
 public:
  AhrefsV2(std::string base_path, UpstreamToken token,
           const ColumnSet& nullable, int64_t max_rows_per_request)
      : base_path_(std::move(base_path)),
        token_(std::move(token)),
        nullable_(nullable),
        max_rows_per_request_(max_rows_per_request) {}

  std::string_view name() const override { return "ahrefs_v2"; }
  PriceUnit price_unit() const override { return PriceUnit::kRows; }
  ColumnSet columns() const override { return V2Columns(); }

  ColumnSet nullable() const override { return nullable_; }
  ColumnSet orderable() const override { return V2Columns(); }
  // The documented v2 had no cap, but a server that implements it may reduce
  // `limit` without a notice.
  int64_t max_page_rows() const override { return max_rows_per_request_; }
  bool short_page_is_end() const override { return max_rows_per_request_ > 0; }

  Translation Translate(const FilterNode& predicate,
                        bool negated) const override {
    return TranslateToV2(predicate, negated, nullable_);
  }
  std::string JoinAnd(
      const std::vector<std::string>& conditions) const override {
    return JoinInV2(conditions);
  }
  std::optional<std::string> JoinOr(
      const std::vector<std::string>&) const override {
    return std::nullopt;
  }

  MilliPrice RowPrice(const Plan&, bool) const override { return kV2RowPrice; }
  MilliPrice PagePrice(const Plan& plan, const Page&,
                       int64_t rows) const override {
    return V2PagePrice(plan, rows);
  }

  HttpRequest MakeRequest(const Plan& plan, const Page& page) const override {
    return MakeV2Request(base_path_, token_.Get(), plan, page);
  }

  std::string_view rows_key() const override { return "refpages"; }

  int ColumnOf(std::string_view upstream_name) const override {
    return ColumnOfV2(upstream_name);
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

  std::optional<int64_t> ResultCount(const ResponseHead& head) const override {
    return CountIn(head, "x-results-count");
  }

  // v2 does not report the price, so the server computes it.
  std::optional<MilliPrice> ReportedPrice(const ResponseHead&) const override {
    return std::nullopt;
  }

  std::optional<HttpRequest> MakeAllowanceRequest() const override {
    return MakeV2AllowanceRequest(base_path_, token_.Get());
  }

  std::optional<Allowance> ReadAllowance(
      const FlatDocument& members) const override {
    const auto remaining = text::ParseMilli(Member(members, "rows_left"));
    const auto limit = text::ParseMilli(Member(members, "rows_limit"));
    if (!remaining || !limit) return std::nullopt;
    return Allowance{*remaining, *limit,
                     std::string(Member(members, "subscription"))};
  }

 private:
  std::string base_path_;
  UpstreamToken token_;
  ColumnSet nullable_;
  int64_t max_rows_per_request_;
};

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v2

namespace backlinks::dialect {

std::unique_ptr<Dialect> MakeAhrefsV2(std::string base_path,
                                      UpstreamToken token, ColumnSet nullable,
                                      int64_t max_rows_per_request) {
  return std::make_unique<ahrefs_v2::AhrefsV2>(
      std::move(base_path), std::move(token), nullable, max_rows_per_request);
}

}  // namespace backlinks::dialect
