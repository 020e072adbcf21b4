// The interface of an upstream's API: what it can express, and how. It
// separates planning from HTTP. A new upstream is one more implementation.
//
// Threads: immutable after construction, except for the token, which may be
//          replaced at any time; every method is const, and pure but for it.
#ifndef BACKLINKS_SERVICE_DIALECT_DIALECT_H_
#define BACKLINKS_SERVICE_DIALECT_DIALECT_H_

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "service/model/allowance.h"
#include "service/model/cell_reading.h"
#include "service/model/http_message.h"
#include "service/model/query.h"
#include "service/model/upstream_token.h"

namespace backlinks::dialect {

// A predicate translated into a condition of the upstream. The condition holds
// for every row for which the predicate holds, and is as narrow as possible.
struct Translation {
  std::string condition;  // Empty if it cannot be expressed.
  bool exact = false;     // Whether it holds for no other row.
};

// How the beginning of a page is specified.
enum class PageStart {
  kOffset,  // By the number of rows before it.
  kKeyset,  // Without offset, by the values of the last row.
};

class Dialect {
 public:
  virtual ~Dialect() = default;

  virtual std::string_view name() const = 0;  // "ahrefs_v2"
  virtual PriceUnit price_unit() const = 0;

  // Returns the columns of this upstream.
  virtual ColumnSet columns() const = 0;

  // Returns the columns that may be absent from a row.
  virtual ColumnSet nullable() const = 0;

  // Returns the columns that order_by may name.
  virtual ColumnSet orderable() const = 0;

  virtual PageStart page_start() const { return PageStart::kOffset; }

  // Returns the maximum number of rows of a request, or 0 if it is unknown.
  virtual int64_t max_page_rows() const { return 0; }

  // Returns whether a page with fewer rows than requested is the last one. If
  // false, only a page without a new row is.
  virtual bool short_page_is_end() const = 0;

  // Returns whether a page of `rows` rows, fewer than requested, is the last.
  virtual bool IsEnd(int64_t /*rows*/) const { return short_page_is_end(); }

  // Returns the minimum row cap of such an upstream: a page with fewer rows
  // than that was not truncated by a cap.
  virtual int64_t min_page_cap() const { return 1; }

  // Translates a predicate, or its opposite if `negated`.
  virtual Translation Translate(const FilterNode& predicate,
                                bool negated) const = 0;

  // Joins conditions that must all hold. Empty if there are none.
  virtual std::string JoinAnd(
      const std::vector<std::string>& conditions) const = 0;

  // Joins two or more conditions of which one must hold. Empty if the upstream
  // has no OR.
  virtual std::optional<std::string> JoinOr(
      const std::vector<std::string>& conditions) const = 0;

  // Returns the price of one row for the columns that the plan selects, filters
  // and orders by. With `in_full_order` the order is Plan::full_order_by.
  virtual MilliPrice RowPrice(const Plan& plan, bool in_full_order) const = 0;

  // Returns the price of a page that returns `rows` rows. It never decreases
  // with more rows, and the price of one or more rows is never above that of as
  // many pages of one row. Needs the plan's row prices.
  virtual MilliPrice PagePrice(const Plan& plan, const Page& page,
                               int64_t rows) const = 0;

  // Returns the request for one page.
  virtual HttpRequest MakeRequest(const Plan& plan, const Page& page) const = 0;

  // Returns the key of the array of rows in the document's top-level object.
  virtual std::string_view rows_key() const = 0;

  // Returns the column with this name at the upstream, or 0 if there is none.
  virtual int ColumnOf(std::string_view upstream_name) const = 0;

  // Returns how the values of the columns are read.
  virtual CellReadings readings() const { return {}; }

  // Returns OK if the body is a document that may have rows (or, nevertheless,
  // an error). Otherwise returns the error that the head implies. If
  // NeedsErrorBody, the caller should first look for the document's error in
  // the body, at most 16 KiB.
  virtual absl::Status CheckHead(const ResponseHead& head) const = 0;
  virtual bool NeedsErrorBody(const ResponseHead& head) const = 0;

  // Returns the status for the error `text` of the upstream's document. The
  // text is the upstream's own: the message may contain known texts only.
  virtual absl::Status ErrorOf(const ResponseHead& head,
                               std::string_view text) const = 0;

  // Returns the number of rows in the response and the price of the page, if
  // the head has them. Both are as reported by the upstream.
  virtual std::optional<int64_t> ResultCount(
      const ResponseHead& head) const = 0;
  virtual std::optional<MilliPrice> ReportedPrice(
      const ResponseHead& head) const = 0;

  // Returns whether the response is from the upstream's cache, and free.
  virtual bool IsCached(const ResponseHead& /*head*/) const { return false; }

  // Returns the request for the remaining allowance of the upstream's account.
  // Empty if the upstream does not report it.
  virtual std::optional<HttpRequest> MakeAllowanceRequest() const = 0;

  // Parses the members of its response. Empty if it is another document.
  virtual std::optional<Allowance> ReadAllowance(
      const FlatDocument& members) const = 0;
};

// Returns the dialect "ahrefs_v2": Ahrefs API v2, table backlinks. `base_path`
// is the path of the upstream's URL ("/" or "/v2/"), `token` authenticates the
// server to it, and `nullable` are the columns that a row of this upstream may
// lack: v2's documented rows have every column. `max_rows_per_request` is as in
// DialectOptions.
std::unique_ptr<Dialect> MakeAhrefsV2(std::string base_path,
                                      UpstreamToken token,
                                      ColumnSet nullable = {},
                                      int64_t max_rows_per_request = 0);

// The value of max_rows_per_request for an upstream that is known to return as
// many rows as requested.
inline constexpr int64_t kNoRowCap = std::numeric_limits<int64_t>::max();

// The options of all dialects. Each dialect uses those that it needs.
struct DialectOptions {
  std::string base_path;  // The path of the upstream's URL: "/", "/v3/".
  UpstreamToken token;    // Authenticates the server to the upstream.
  // v2: the columns that a row may lack. v3 ignores this option.
  ColumnSet nullable;
  // The maximum number of rows that the upstream returns for one request, such
  // as the limit of the account's plan on v3: 100, 250 or 500. 0 is unknown,
  // kNoRowCap is unlimited.
  int64_t max_rows_per_request = 0;
  // Parameters of v3 that the query does not have.
  std::string aggregation = "all";  // Or similar_links, 1_per_domain.
  std::string history = "live";     // Or all_time, since:YYYY-MM-DD.
  std::string protocol = "both";    // Or http, https.
};

// Returns the dialect "ahrefs_v3": Ahrefs API v3, site-explorer/all-backlinks.
std::unique_ptr<Dialect> MakeAhrefsV3(DialectOptions options);

}  // namespace backlinks::dialect

#endif  // BACKLINKS_SERVICE_DIALECT_DIALECT_H_
