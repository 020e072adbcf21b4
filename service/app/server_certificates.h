// The certificates of the gRPC port, read again when their files change.
//
// New files are checked before gRPC gets them, since gRPC's own watcher of
// files drops the old certificate for a pair that does not match, and then
// serves nobody. gRPC gets checked files from memory: a pair is replaced as a
// whole, whatever the order is in which its files are written.
//
// Life:    must outlive the servers that use its credentials.
// Errors:  INVALID_ARGUMENT as config::ReadTlsFiles, UNAVAILABLE as MemoryFile.
//          Once open, wrong files keep the certificates that are served.
// Threads: Reload is called from one thread at a time. Everything else may be
//          called from any thread.
#ifndef BACKLINKS_SERVICE_APP_SERVER_CERTIFICATES_H_
#define BACKLINKS_SERVICE_APP_SERVER_CERTIFICATES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/app/memory_file.h"
#include "service/config/options.h"
#include "service/config/tls_files.h"

namespace backlinks::app {

class ServerCertificates {
 public:
  // Called for each certificate that is served from now on. It expires at
  // `not_after`.
  using OnServed = std::function<void(absl::Time not_after)>;

  // Calls `on_served` before it returns.
  static absl::StatusOr<std::unique_ptr<ServerCertificates>> Open(
      const config::Options& options, OnServed on_served);
  ServerCertificates(const ServerCertificates&) = delete;
  ServerCertificates& operator=(const ServerCertificates&) = delete;

  // Reads and checks the files. Returns whether they are new; gRPC uses them
  // for new connections within a second.
  absl::StatusOr<bool> Reload();

  // The paths of the files that Reload reads.
  std::vector<std::string> files() const;

  // The paths of the checked files. The pair is in one file, so that nothing
  // can come between its halves.
  std::string pair_path() const { return pair_.path(); }
  std::string client_ca_path() const { return client_ca_.path(); }

 private:
  ServerCertificates(const config::Options& options, OnServed on_served);
  absl::Status Serve(const config::TlsMaterial& material);

  const config::Options options_;
  const OnServed on_served_;
  MemoryFile pair_;
  MemoryFile client_ca_;
  std::string served_;  // The content that gRPC has.
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_SERVER_CERTIFICATES_H_
