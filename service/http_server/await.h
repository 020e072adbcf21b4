// The completion token of this component, with which an awaited operation
// returns its error as a value.
#ifndef BACKLINKS_SERVICE_HTTP_SERVER_AWAIT_H_
#define BACKLINKS_SERVICE_HTTP_SERVER_AWAIT_H_

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/use_awaitable.hpp"

namespace backlinks::http_server {

inline constexpr auto kAwait =
    boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace backlinks::http_server

#endif  // BACKLINKS_SERVICE_HTTP_SERVER_AWAIT_H_
