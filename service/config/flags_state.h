// The flags of the state that replicas share, a part of Flags().
#ifndef BACKLINKS_SERVICE_CONFIG_FLAGS_STATE_H_
#define BACKLINKS_SERVICE_CONFIG_FLAGS_STATE_H_

#include <vector>

#include "service/config/flag.h"

namespace backlinks::config {

std::vector<Flag> StateFlags();

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_FLAGS_STATE_H_
