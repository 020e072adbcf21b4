// One call of Watch of the health service: sends the status of a service, and
// again whenever it has changed. It ends when the client or the server ends it.
//
// Threads, errors, life: as CallReactor.
#ifndef BACKLINKS_SERVICE_RPC_WATCH_REACTOR_H_
#define BACKLINKS_SERVICE_RPC_WATCH_REACTOR_H_

#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/model/steady_time.h"
#include "service/rpc/health_service.h"
#include "service/rpc/serial_reactor.h"

namespace backlinks::rpc {

class WatchReactor final : public SerialReactor {
 public:
  // `service` must outlive the reactor.
  WatchReactor(SteadyTime deadline, HealthService& service)
      : SerialReactor(deadline), service_(service) {}
  ~WatchReactor() override { service_.Remove(*this); }

  void Start(const absl::StatusOr<grpc::ByteBuffer>& request);

  // Sends the status, if it is another one than that sent before.
  void Refresh();

 private:
  void OnWritten(bool ok) override;

  HealthService& service_;
  std::string name_;  // Of the watched service; set by Start.
  std::mutex mutex_;
  bool is_writing_ = false;
  std::optional<HealthService::ServingStatus> sent_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_WATCH_REACTOR_H_
