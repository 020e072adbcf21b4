// Replaces the token for the upstream when --upstream_token_file changes.
//
// Errors:  INVALID_ARGUMENT with the file and what is wrong, never with its
//          content. The current token stays in use.
// Threads: Reload is called from one thread at a time.
#ifndef BACKLINKS_SERVICE_APP_UPSTREAM_TOKEN_FILE_H_
#define BACKLINKS_SERVICE_APP_UPSTREAM_TOKEN_FILE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/config/options.h"
#include "service/model/upstream_token.h"
#include "service/telemetry/call_log.h"

namespace backlinks::app {

class UpstreamTokenFile {
 public:
  // Returns null if the options name no file whose content is in use, or if it
  // is not a regular file: a pipe can be read only once. `log` must outlive the
  // result.
  static std::unique_ptr<UpstreamTokenFile> Open(const config::Options& options,
                                                 const UpstreamToken& token,
                                                 telemetry::CallLog& log);

  // Reads the file. Returns whether the token is new.
  absl::StatusOr<bool> Reload();

  const std::string& path() const { return path_; }

 private:
  UpstreamTokenFile(std::string path, UpstreamToken token,
                    telemetry::CallLog& log);

  const std::string path_;
  const UpstreamToken token_;
  telemetry::CallLog& log_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_UPSTREAM_TOKEN_FILE_H_
