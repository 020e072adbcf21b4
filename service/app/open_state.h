// Opens the state that replicas share: in memory, in a file of SQLite, or in
// Redis, as --state chooses.
//
// Errors:  a file that cannot be opened, and CA certificates that cannot be
//          read, with the flag. A Redis server that does not respond is no
//          error: the state connects in the background, again and again.
// Threads: blocks while a file is opened. The state runs on threads of its own.
#ifndef BACKLINKS_SERVICE_APP_OPEN_STATE_H_
#define BACKLINKS_SERVICE_APP_OPEN_STATE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "service/config/options.h"
#include "service/state/shared_state.h"

namespace backlinks::app {

absl::StatusOr<std::unique_ptr<state::SharedState>> OpenSharedState(
    const config::Options& options);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_OPEN_STATE_H_
