// One GetUsage call: returns the days of the ledger, and the remaining
// allowance as reported by the upstream.
//
// Errors:  none: if the upstream cannot be queried, the response contains the
//          reason.
// Limits:  16 KiB of the upstream's response.
// Threads: one executor.  Cancel: ends the request to the upstream.
#ifndef BACKLINKS_SERVICE_RPC_USAGE_CALL_H_
#define BACKLINKS_SERVICE_RPC_USAGE_CALL_H_

#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/awaitable.hpp"
#include "service/accounting/usage_ledger.h"
#include "service/dialect/dialect.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"

namespace backlinks {

class UsageCall {
 public:
  // All must outlive the call.
  UsageCall(const Dialect& dialect, const UsageLedger& ledger,
            HttpExchange& exchange, v1::GetUsageResponse& response,
            absl::Time deadline, CallRecord record)
      : dialect_(dialect),
        ledger_(ledger),
        exchange_(exchange),
        response_(response),
        deadline_(deadline),
        record_(std::move(record)) {}

  // Must be called once. The call must not be destroyed before it has returned.
  boost::asio::awaitable<absl::Status> Run();

  CallRecord& record() { return record_; }

 private:
  void AddDays();
  boost::asio::awaitable<absl::StatusOr<Allowance>> Ask(HttpRequest& request);
  boost::asio::awaitable<absl::StatusOr<Allowance>> Fetch(
      const HttpRequest& request, int64_t& received_bytes);
  absl::StatusOr<Allowance> ParseAllowance(const ResponseHead& head,
                                           std::string_view body) const;
  v1::Price PriceOf(MilliPrice amount) const;

  const Dialect& dialect_;
  const UsageLedger& ledger_;
  HttpExchange& exchange_;
  v1::GetUsageResponse& response_;
  absl::Time deadline_;
  CallRecord record_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_USAGE_CALL_H_
