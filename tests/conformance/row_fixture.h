// Random rows in an embedded upstream, and what asks it: every step of a
// query's way but gRPC, on one thread.
#ifndef BACKLINKS_TESTS_CONFORMANCE_ROW_FIXTURE_H_
#define BACKLINKS_TESTS_CONFORMANCE_ROW_FIXTURE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/io_context.hpp"
#include "service/dialect/dialect.h"
#include "service/embedded/embedded_upstream.h"
#include "service/exchange/http_exchange.h"
#include "service/model/query.h"
#include "service/plan/cost_estimate.h"
#include "tests/support/random_source.h"

namespace backlinks::conformance {

struct FixtureOptions {
  int row_count = 0;
  int absent_percent = 0;  // Of the cells; above 0 columns are nullable.
  bool v3 = false;         // The dialect is ahrefs_v3.
  int64_t cap = 0;         // Rows a request, clamped in silence; 0: none.
  bool knows_cap = false;  // The dialect does; of v2 without a cap always.
};

// What became of a query.
struct Outcome {
  absl::Status status;  // Of the stream, or why there was no plan.
  Plan plan;
  plan::CostEstimate estimate;
  std::vector<v1::Refpage> rows;
  v1::StreamSummary summary;
  int64_t asked_count = 0;  // Requests, by the upstream's account.
  int64_t charged_milli = 0;
};

class RowFixture {
 public:
  // Fails the running test if it cannot be made; then it is not open.
  RowFixture(testing_support::RandomSource& random,
             const FixtureOptions& options);
  ~RowFixture();

  bool is_open() const { return upstream_ != nullptr; }

  // As the upstream holds them, all below the target.
  const std::vector<v1::Refpage>& rows() const { return rows_; }
  static constexpr char kTarget[] = "example.com";

  Outcome Ask(const v1::StreamRefpagesRequest& request, int64_t page_rows);

 private:
  absl::Status Open(const FixtureOptions& options);
  static std::unique_ptr<dialect::Dialect> MakeDialect(
      const FixtureOptions& options);
  absl::Status Stream(Outcome& outcome);

  std::vector<v1::Refpage> rows_;
  boost::asio::io_context io_{1};
  std::unique_ptr<embedded::EmbeddedUpstream> upstream_;
  std::unique_ptr<dialect::Dialect> dialect_;
  std::unique_ptr<exchange::HttpExchange> exchange_;
};

}  // namespace backlinks::conformance

#endif  // BACKLINKS_TESTS_CONFORMANCE_ROW_FIXTURE_H_
