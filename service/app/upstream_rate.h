// The rate of requests to the upstream: its limit, and the state that keeps it
// for several servers together.
//
// Threads: one.
#ifndef BACKLINKS_SERVICE_APP_UPSTREAM_RATE_H_
#define BACKLINKS_SERVICE_APP_UPSTREAM_RATE_H_

#include <memory>
#include <optional>

#include "boost/asio/any_io_executor.hpp"
#include "service/config/options.h"
#include "service/exchange/request_window.h"
#include "service/exchange/shared_rate.h"
#include "service/state/shared_state.h"
#include "service/telemetry/call_log.h"

namespace backlinks::app {

// Returns the limit that the flags choose. Empty if there is none.
std::optional<exchange::RateLimit> UpstreamRateLimit(
    const config::Options& options);

// Returns the rate that all servers with the same --state and the same upstream
// share. Null if no other server can share it: without a limit, without
// --state, and with the embedded upstream, which each server has for itself.
//
// The state is used on `executor`. State and log must outlive the workers.
std::shared_ptr<exchange::SharedRate> MakeSharedRate(
    const config::Options& options,
    const boost::asio::any_io_executor& executor, state::SharedState& state,
    telemetry::CallLog& log);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_UPSTREAM_RATE_H_
