// Silences the lines that Protobuf and gRPC write to standard error by
// themselves. Each had a log of its own, until both began to use Abseil's, of
// which a process has one.
//
// Threads: before any other thread uses the libraries.
#ifndef BACKLINKS_SERVICE_COMMON_STDIO_LIBRARY_LOG_H_
#define BACKLINKS_SERVICE_COMMON_STDIO_LIBRARY_LOG_H_

#include <cstdlib>

#if __has_include("absl/log/globals.h")
#include "absl/base/log_severity.h"
#include "absl/log/globals.h"
#else
#include "google/protobuf/stubs/logging.h"
#include "grpc/support/log.h"
#endif

namespace backlinks {

#if __has_include("absl/log/globals.h")

inline void SilenceProtobuf() {
  absl::SetMinLogLevel(absl::LogSeverityAtLeast::kInfinity);
}
inline void SilenceGrpcLog() { SilenceProtobuf(); }

#else

inline void SilenceProtobuf() { google::protobuf::SetLogHandler(nullptr); }
inline void SilenceGrpcLog() {
  gpr_set_log_function([](gpr_log_func_args*) {});
}

#endif

// Unless the environment asks for gRPC's log by GRPC_VERBOSITY.
inline void SilenceGrpc() {
  if (std::getenv("GRPC_VERBOSITY") == nullptr) SilenceGrpcLog();
}

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_STDIO_LIBRARY_LOG_H_
