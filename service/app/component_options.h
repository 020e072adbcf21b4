// Derives the options of the components from those of the server.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_APP_COMPONENT_OPTIONS_H_
#define BACKLINKS_SERVICE_APP_COMPONENT_OPTIONS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"
#include "service/config/options.h"
#include "service/cursor/cursor_codec.h"
#include "service/rpc/backlinks_service.h"
#include "service/rpc/open_calls.h"

namespace backlinks::app {

// Returns the value of a flag for which 0 means no limit.
absl::Duration OrInfinite(absl::Duration limit);

// A small part of the `descriptors` that the process may have.
size_t MaxAdminConnections(int64_t descriptors);

stream::StreamerOptions MakeStreamerOptions(const config::Options& options);

rpc::CallLimits MakeCallLimits(const config::Options& options);

// Generates a random key if none is configured: the tokens are then valid until
// the server stops.
cursor::CursorCodec MakeCodec(const config::Options& options);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_COMPONENT_OPTIONS_H_
