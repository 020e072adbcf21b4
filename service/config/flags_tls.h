// The flags that encrypt the gRPC port and identify its clients.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAGS_TLS_H_
#define BACKLINKS_SERVICE_CONFIG_FLAGS_TLS_H_

#include <vector>

#include "service/config/flag.h"

namespace backlinks::config {

std::vector<Flag> TlsFlags();

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_FLAGS_TLS_H_
