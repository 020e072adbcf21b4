// The embedded upstream: an HTTP server on SQLite that implements API v2 at "/"
// and API v3 under "/v3/". With it the service runs without an account, and
// tests can make it misbehave.
//
// Errors: Start fails if the data cannot be read, the file for the account
//         cannot be written, or the address cannot be bound.
// Threads: it has threads of its own. Every method but Start may be called from
//          any thread.
#ifndef BACKLINKS_SERVICE_EMBEDDED_EMBEDDED_UPSTREAM_H_
#define BACKLINKS_SERVICE_EMBEDDED_EMBEDDED_UPSTREAM_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/embedded/account.h"
#include "service/embedded/fault.h"

namespace backlinks::embedded {

struct EmbeddedOptions {
  std::string listen = "127.0.0.1:0";
  // The path for DataFile. Empty for the sample rows.
  std::string data;
  // v2's token and v3's key. Empty to accept any that is not empty.
  std::string token;
  int64_t max_rows_per_request = 0;  // 0 is no cap.
  int64_t units_limit = 0;           // v3's, in API units; 0: 10⁹.
  // Whether responses are compressed for peers that accept it, as those of the
  // real upstream are. Needless on a loopback connection.
  bool compresses = true;
  std::string account_file;  // See Account::WriteTo. Empty if none.
  Fault fault;
  // Called on any thread when no response has rows left to send. Memory that
  // responses used can then be trimmed.
  std::function<void()> on_idle = [] {};
};

class EmbeddedUpstream {
 public:
  static absl::StatusOr<std::unique_ptr<EmbeddedUpstream>> Start(
      const EmbeddedOptions& options);
  // Stops the server.
  ~EmbeddedUpstream();

  uint16_t port() const;
  std::string url() const;  // "http://127.0.0.1:PORT/"
  const Account& account() const;
  // See DataFile::import_note.
  const std::string& import_note() const;
  void SetFault(Fault fault);

 private:
  struct Impl;
  explicit EmbeddedUpstream(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Returns the path of the sample rows: ../share/backlinks/refpages.sqlite,
// relative to the folder of the running program.
std::string DefaultDataPath();

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_EMBEDDED_UPSTREAM_H_
