// What an upstream can be told, and how it is told: the port between planning
// and HTTP. A new upstream is one more implementation.
//
// Threads: immutable after construction; every method is const and pure.
#ifndef BACKLINKS_SERVICE_DIALECT_DIALECT_H_
#define BACKLINKS_SERVICE_DIALECT_DIALECT_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "service/model/http_message.h"
#include "service/model/query.h"

namespace backlinks {

class Dialect {
 public:
  virtual ~Dialect() = default;

  virtual std::string_view name() const = 0;  // "ahrefs_v2"
  virtual PriceUnit price_unit() const = 0;

  // Columns this upstream has.
  virtual ColumnSet columns() const = 0;

  // A predicate, or with `negated` its opposite, as a condition of its own in
  // the dialect's words; nothing: it cannot be said exactly.
  virtual std::optional<std::string> Say(const FilterNode& predicate,
                                         bool negated) const = 0;

  // A conjunction of what Say returned; of nothing: "".
  virtual std::string Join(
      const std::vector<std::string>& conditions) const = 0;

  // The price of one page that returns `rows` rows.
  virtual MilliPrice PagePrice(const Plan& plan, const Page& page,
                               int64_t rows) const = 0;

  // The request for one page.
  virtual HttpRequest MakeRequest(const Plan& plan, const Page& page) const = 0;

  // The key of the document's top-level object whose array holds the rows.
  virtual std::string_view rows_key() const = 0;

  // The column that the upstream's name of a column means; 0: another one.
  virtual int ColumnOf(std::string_view upstream_name) const = 0;

  // OK: the body is a document that may hold rows (or, nevertheless, an
  // error). Otherwise what the head alone says is wrong; if NeedsErrorBody,
  // the body, at most 16 KiB, should be asked first for the document's error.
  virtual absl::Status CheckHead(const ResponseHead& head) const = 0;
  virtual bool NeedsErrorBody(const ResponseHead& head) const = 0;

  // The status for an error that the upstream's document tells. `text` is the
  // upstream's own; only known texts may get into the message.
  virtual absl::Status ErrorOf(const ResponseHead& head,
                               std::string_view text) const = 0;

  // How many rows there are in all, where the head tells; likewise what the
  // page cost.
  virtual std::optional<MilliPrice> ReportedPrice(
      const ResponseHead& head) const = 0;
};

// Dialect "ahrefs_v2": Ahrefs API v2, table backlinks. `base_path` is the path
// of the upstream's URL ("/" or "/v2/"), `token` what authenticates us there.
std::unique_ptr<Dialect> MakeAhrefsV2(std::string base_path, Secret token);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_DIALECT_H_
