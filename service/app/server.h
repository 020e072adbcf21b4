// The service as one object: components, workers, gRPC port and admin port.
//
// Errors:  Start fails if an address cannot be bound, or if data or
//          certificates cannot be read. It then leaves nothing running.
// Threads: Start, Drain, StopReloads and the destructor are called from one
//          thread, the others from any.
#ifndef BACKLINKS_SERVICE_APP_SERVER_H_
#define BACKLINKS_SERVICE_APP_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/config/options.h"

namespace backlinks::app {

struct ServerComponents;

class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const config::Options& options);
  // Stops everything that Drain has not stopped, and waits for reloads.
  ~Server();

  // Returns "backlinks-server: grpc 127.0.0.1:50051, admin
  // http://127.0.0.1:9464, upstream embedded", with the ports that were bound.
  std::string ReadyLine() const;

  // Reads again what may change while the server runs: the log file, the
  // certificates, the callers' file and the upstream's token. Logs one line
  // with what was reloaded, what is unchanged, and what failed and so stays as
  // it was. Calls that run are not affected. Returns at once, because a file
  // system may not respond.
  void Reload();

  // Waits for the reloads that have begun; none begins later. Returns false if
  // one of them still waits for a file system after a second. The object can
  // then not be destroyed, and the process must end without that; what was
  // logged is written.
  bool StopReloads();

  // Shuts down gracefully. The server reports that it is not ready, closes its
  // port after the drain delay, and ends streams that exceed the grace period
  // with DRAINING. Returns when all calls have ended and their spans are
  // exported or cannot be exported.
  void Drain();

  // Ends the delay and the grace period of the current or the next Drain.
  // Clients still get kFinalStatusGrace to read their status, with the token
  // that resumes their stream.
  void ForceShutdown();

 private:
  explicit Server(std::unique_ptr<ServerComponents> components);
  std::unique_ptr<ServerComponents> components_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_SERVER_H_
