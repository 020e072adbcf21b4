#include "absl/status/statusor.h"
#include "service/app/server_components.h"
#include "service/common/status/status.h"

namespace backlinks::app {

void ServerComponents::AddReloads() {
  // First, so that the line about the other parts is in the new file.
  if (!options.log_file.empty()) {
    reloader.Add(
        {.name = "log_file", .reload = [this]() -> absl::StatusOr<bool> {
           BACKLINKS_RETURN_IF_ERROR(log->Reopen());
           return true;
         }});
  }
  if (certificates) {
    reloader.Add({.name = "certificates",
                  .files = certificates->files(),
                  .reload = [this] { return certificates->Reload(); },
                  .on_error = [this] { metrics.tls().OnWrongFiles(); }});
  }
  if (callers) {
    reloader.Add({.name = "callers_file",
                  .files = {callers->path()},
                  .reload = [this] { return callers->Reload(); },
                  .on_error = [this] { metrics.callers().OnFileInvalid(); }});
  }
  token_file = UpstreamTokenFile::Open(options, upstream->token(), *log);
  if (token_file) {
    reloader.Add({.name = "upstream_token",
                  .files = {token_file->path()},
                  .reload = [this] { return token_file->Reload(); }});
  }
  reloader.WatchFiles();
}

}  // namespace backlinks::app
