// What an upstream can be told, and how it is told: the port between planning
// and HTTP. A new upstream is one more implementation.
//
// Threads: immutable after construction; every method is const and pure.
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

namespace backlinks {

// What a dialect makes of a predicate: a condition in its words that holds for
// every row for which the predicate does, as narrow as it can be.
struct Translation {
  std::string condition;  // "": it has no words for it; every row would pass.
  bool exact = false;     // It holds for no other row.
};

// How the pages of an upstream follow one another.
enum class PageStart {
  kOffset,  // A page begins after a number of rows.
  kKeyset,  // There is no offset: it begins at the values of the last row.
};

class Dialect {
 public:
  virtual ~Dialect() = default;

  virtual std::string_view name() const = 0;  // "ahrefs_v2"
  virtual PriceUnit price_unit() const = 0;

  // Columns this upstream has.
  virtual ColumnSet columns() const = 0;

  // Those of them that may be absent from a row.
  virtual ColumnSet nullable() const = 0;

  // Those of them that order_by may name.
  virtual ColumnSet orderable() const = 0;

  virtual PageStart page_start() const { return PageStart::kOffset; }

  // The maximum of rows that a request may ask for; 0: unknown.
  virtual int64_t max_page_rows() const { return 0; }

  // Whether a page with fewer rows than asked for is the last one; else only
  // one without a new row is.
  virtual bool short_page_is_end() const = 0;

  // Whether a page of so many rows, fewer than asked for, is the last one.
  virtual bool IsEnd(int64_t /*rows*/) const { return short_page_is_end(); }

  // The minimum of what an upstream that clamps a request returns for it: a
  // page that comes short with fewer rows was not clamped.
  virtual int64_t min_page_cap() const { return 1; }

  // A predicate, or with `negated` its opposite.
  virtual Translation Translate(const FilterNode& predicate,
                                bool negated) const = 0;

  // Conditions that must all hold; of nothing: "".
  virtual std::string JoinAnd(
      const std::vector<std::string>& conditions) const = 0;

  // Conditions of which one must hold, two or more; nothing: it has no words
  // for OR.
  virtual std::optional<std::string> JoinOr(
      const std::vector<std::string>& conditions) const = 0;

  // What one row costs if these columns are selected, filtered and ordered by.
  virtual MilliPrice RowPrice(const Plan& plan, bool deep) const = 0;

  // The price of one page that returns `rows` rows: never less for more rows,
  // and for one or more rows never above so many pages of one row. Needs the
  // plan's row prices.
  virtual MilliPrice PagePrice(const Plan& plan, const Page& page,
                               int64_t rows) const = 0;

  // The request for one page.
  virtual HttpRequest MakeRequest(const Plan& plan, const Page& page) const = 0;

  // The key of the document's top-level object whose array holds the rows.
  virtual std::string_view rows_key() const = 0;

  // The column that the upstream's name of a column means; 0: another one.
  virtual int ColumnOf(std::string_view upstream_name) const = 0;

  // How the values of the columns are read.
  virtual CellReadings readings() const { return {}; }

  // OK: the body is a document that may hold rows (or, nevertheless, an
  // error). Otherwise what the head alone says is wrong; if NeedsErrorBody,
  // the body, at most 16 KiB, should be asked first for the document's error.
  virtual absl::Status CheckHead(const ResponseHead& head) const = 0;
  virtual bool NeedsErrorBody(const ResponseHead& head) const = 0;

  // The status for an error that the upstream's document tells. `text` is the
  // upstream's own; only known texts may get into the message.
  virtual absl::Status ErrorOf(const ResponseHead& head,
                               std::string_view text) const = 0;

  // How many rows the answer has, and what the page cost, where the head
  // tells. Both are the upstream's word.
  virtual std::optional<int64_t> ResultCount(
      const ResponseHead& head) const = 0;
  virtual std::optional<MilliPrice> ReportedPrice(
      const ResponseHead& head) const = 0;

  // Whether the answer comes from the upstream's cache, and costs nothing.
  virtual bool IsCached(const ResponseHead& /*head*/) const { return false; }

  // The request for what is left of the upstream's account; nothing: it does
  // not tell.
  virtual std::optional<HttpRequest> MakeAllowanceRequest() const = 0;

  // What the members of its answer say; nothing: not what was asked for.
  virtual std::optional<Allowance> ReadAllowance(
      const FlatDocument& members) const = 0;
};

// Dialect "ahrefs_v2": Ahrefs API v2, table backlinks. `base_path` is the path
// of the upstream's URL ("/" or "/v2/"), `token` what authenticates us there,
// `nullable` the columns that a row of this upstream may lack: v2's documented
// rows have every column. `max_rows_per_request` as in DialectOptions.
std::unique_ptr<Dialect> MakeAhrefsV2(std::string base_path, Secret token,
                                      ColumnSet nullable = {},
                                      int64_t max_rows_per_request = 0);

// Of an upstream that is known to return as many rows as it is asked for.
inline constexpr int64_t kNoRowCap = std::numeric_limits<int64_t>::max();

// What a dialect is made of; each takes what it needs.
struct DialectOptions {
  std::string base_path;  // Of the upstream's URL: "/", "/v3/".
  Secret token;           // What authenticates us there.
  // v2: columns that a row may lack. v3: any of them but the URLs may be null.
  ColumnSet nullable;
  // The maximum of rows that the upstream returns for one request, such as what
  // the account's plan allows on v3: 100, 250 or 500. 0: unknown. kNoRowCap:
  // none.
  int64_t max_rows_per_request = 0;
  // v3, beyond the query.
  std::string aggregation = "all";  // Or similar_links, 1_per_domain.
  std::string history = "live";     // Or all_time, since:YYYY-MM-DD.
  std::string protocol = "both";    // Or http, https.
};

// Dialect "ahrefs_v3": Ahrefs API v3, site-explorer/all-backlinks.
std::unique_ptr<Dialect> MakeAhrefsV3(DialectOptions options);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_DIALECT_H_
