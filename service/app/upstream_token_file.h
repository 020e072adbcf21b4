// Replaces the token for the upstream when --upstream_token_file changes.
//
// The file is polled, so that a new token is in use within a minute, without a
// signal.
// Errors:  an invalid file is logged, and the current token stays in use.
// Threads: Reload may be called from any thread.
#ifndef BACKLINKS_SERVICE_APP_UPSTREAM_TOKEN_FILE_H_
#define BACKLINKS_SERVICE_APP_UPSTREAM_TOKEN_FILE_H_

#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/app/file_watch.h"
#include "service/config/options.h"
#include "service/model/upstream_token.h"
#include "service/telemetry/call_log.h"

namespace backlinks::app {

inline constexpr absl::Duration kTokenFilePoll = absl::Seconds(10);

class UpstreamTokenFile {
 public:
  // Returns null if the options name no file whose content is in use, or if it
  // is not a regular file: a pipe can be read only once. `log` must outlive the
  // result.
  static std::unique_ptr<UpstreamTokenFile> Watch(
      const config::Options& options, const UpstreamToken& token,
      telemetry::CallLog& log, absl::Duration interval = kTokenFilePoll);

  // Reads the file now.
  // Errors: INVALID_ARGUMENT with the file and what is wrong, never with its
  //         content. The current token stays in use.
  absl::Status Reload();

 private:
  UpstreamTokenFile(const std::string& path, UpstreamToken token,
                    telemetry::CallLog& log, absl::Duration interval);
  void OnChange();

  const std::string path_;
  const UpstreamToken token_;
  telemetry::CallLog& log_;
  std::mutex mutex_;
  FileWatch watch_;  // The last member: its thread uses the others.
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_UPSTREAM_TOKEN_FILE_H_
