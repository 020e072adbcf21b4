// Resolves a host name to addresses, with a timeout.
//
// Errors: the resolver's; beast::error::timeout; operation_aborted.
// Threads: one executor.
// Cancel:  terminal cancellation ends the wait at once. The system's resolver
//          itself cannot be interrupted: its result is discarded.
#ifndef BACKLINKS_SERVICE_EXCHANGE_RESOLVE_H_
#define BACKLINKS_SERVICE_EXCHANGE_RESOLVE_H_

#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/system/error_code.hpp"
#include "service/exchange/endpoint.h"

namespace backlinks::exchange {

struct Resolved {
  boost::system::error_code error;
  boost::asio::ip::tcp::resolver::results_type addresses;
};

// `endpoint` must outlive the call.
boost::asio::awaitable<Resolved> Resolve(const Endpoint& endpoint,
                                         absl::Duration timeout);

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_RESOLVE_H_
