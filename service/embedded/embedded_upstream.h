// The embedded upstream: an HTTP server over SQLite that speaks API v2 at "/"
// and API v3 under "/v3/", for the service to run without an account, and for
// tests to misbehave on demand.
//
// Errors: Start: data that cannot be read, a file for the account that cannot
//         be written, an address that cannot be bound.
// Threads: its own; every method may be called from any thread but Start.
#ifndef BACKLINKS_SERVICE_EMBEDDED_EMBEDDED_UPSTREAM_H_
#define BACKLINKS_SERVICE_EMBEDDED_EMBEDDED_UPSTREAM_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/embedded/account.h"
#include "service/embedded/fault.h"

namespace backlinks {

struct EmbeddedOptions {
  std::string listen = "127.0.0.1:0";
  // What DataFile takes; empty for the shipped sample.
  std::string data;
  std::string token;  // Of v2, and the key of v3; "": any but none.
  int64_t max_rows_per_request = 0;  // 0: no cap.
  int64_t units_limit = 0;           // Of v3, in API units; 0: 10⁹.
  std::string account_file;          // See Account::WriteTo; "": none.
  Fault fault;
};

class EmbeddedUpstream {
 public:
  static absl::StatusOr<std::unique_ptr<EmbeddedUpstream>> Start(
      const EmbeddedOptions& options);
  // Stops it.
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

// Where the shipped sample is: beside the running program, in
// ../share/backlinks/refpages.sqlite.
std::string DefaultDataPath();

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_EMBEDDED_UPSTREAM_H_
