// The TLS settings of connections to other servers: the upstream and Redis.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_NET_TLS_CONTEXT_H_
#define BACKLINKS_SERVICE_NET_TLS_CONTEXT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "boost/asio/ssl/context.hpp"

namespace backlinks::net {

// TLS 1.2 or newer, with the system's CA certificates, or those of the PEM file
// if it is not empty. INVALID_ARGUMENT if these cannot be read.
absl::StatusOr<std::unique_ptr<boost::asio::ssl::context>> MakeTlsContext(
    const std::string& ca_file);

}  // namespace backlinks::net

#endif  // BACKLINKS_SERVICE_NET_TLS_CONTEXT_H_
