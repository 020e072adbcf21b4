// The whole service in one object: components, workers, gRPC and admin ports.
//
// Errors:  Start: an address that cannot be bound, data or certificates that
//          cannot be read; then nothing is left running.
// Threads: Start, Drain and the destructor from one thread; Hurry from any.
#ifndef BACKLINKS_SERVICE_APP_SERVER_H_
#define BACKLINKS_SERVICE_APP_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/config/options.h"

namespace backlinks {

class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options);
  // Ends what Drain has not ended.
  ~Server();

  // "backlinks-server: grpc 127.0.0.1:50051, admin http://127.0.0.1:9464,
  // upstream embedded", with the ports that were chosen.
  std::string ReadyLine() const;

  // Not ready; after the drain delay no new calls; streams may end within the
  // grace period, then they get DRAINING. Returns when all have ended and their
  // spans are exported, or cannot be.
  void Drain();

  // Ends a Drain, under way or to come, without any more waiting.
  void ForceShutdown();

 private:
  struct Components;
  explicit Server(std::unique_ptr<Components> components);
  std::unique_ptr<Components> components_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_SERVER_H_
