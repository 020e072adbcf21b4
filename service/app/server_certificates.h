// The certificates of the gRPC port, read again when their files change.
//
// New files are checked before gRPC gets them, since gRPC's own watcher of
// files drops the old certificate for a pair that does not match, and then
// serves nobody. gRPC gets checked files from memory: a pair is replaced as a
// whole, whatever the order is in which its files are written.
//
// Life:    must outlive the servers that use its credentials.
// Errors:  INVALID_ARGUMENT as config::ReadTlsFiles, UNAVAILABLE as MemoryFile.
//          Once open, wrong files keep the certificates that are served, and
//          are reported once, after they were wrong for two checks: then they
//          are not in the middle of being replaced.
// Threads: a thread of its own checks the files every kCheckInterval and calls
//          the observer. Everything else may be called from any thread.
#ifndef BACKLINKS_SERVICE_APP_SERVER_CERTIFICATES_H_
#define BACKLINKS_SERVICE_APP_SERVER_CERTIFICATES_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/app/memory_file.h"
#include "service/config/options.h"
#include "service/config/tls_files.h"

namespace backlinks::app {

// gRPC takes the files from memory within another second.
inline constexpr absl::Duration kCheckInterval = absl::Seconds(2);

struct CertificateObserver {
  // Certificates are served from now on. They expire at `not_after`.
  std::function<void(absl::Time not_after)> on_served;
  // The files are wrong: what and how, on one line.
  std::function<void(const absl::Status& status)> on_wrong_files;
};

class ServerCertificates {
 public:
  // Calls `observer.on_served` before it returns.
  static absl::StatusOr<std::unique_ptr<ServerCertificates>> Open(
      const config::Options& options, CertificateObserver observer);
  ServerCertificates(const ServerCertificates&) = delete;
  ServerCertificates& operator=(const ServerCertificates&) = delete;
  ~ServerCertificates();

  // Checks the files now instead of at the next interval.
  void Reload();

  // The paths of the checked files. The pair is in one file, so that nothing
  // can come between its halves.
  std::string pair_path() const { return pair_.path(); }
  std::string client_ca_path() const { return client_ca_.path(); }

 private:
  ServerCertificates(const config::Options& options,
                     CertificateObserver observer);
  absl::Status Serve(const config::TlsMaterial& material);
  void Watch();
  void Check();

  const config::Options options_;
  const CertificateObserver observer_;
  MemoryFile pair_;
  MemoryFile client_ca_;
  // Used by the watching thread alone.
  std::string served_;          // The content that gRPC has.
  absl::Status last_problem_;   // Of the last check.
  absl::Status last_reported_;  // OK if the files were right since.

  absl::Mutex mutex_;
  bool is_stopped_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_asked_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread watcher_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_SERVER_CERTIFICATES_H_
