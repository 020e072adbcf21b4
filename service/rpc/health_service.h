// gRPC's health protocol, grpc.health.v1, for the whole server ("") and for its
// services, which always have the same status.
// Source: https://github.com/grpc/grpc/blob/master/doc/health-checking.md
//
// Check fails with NOT_FOUND for any other service; Watch reports it as
// SERVICE_UNKNOWN. Calls need no credentials and are not recorded.
//
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_RPC_HEALTH_SERVICE_H_
#define BACKLINKS_SERVICE_RPC_HEALTH_SERVICE_H_

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "grpc/health/v1/health.pb.h"
#include "service/rpc/route.h"

namespace backlinks::rpc {

class WatchReactor;

class HealthService {
 public:
  using ServingStatus = grpc::health::v1::HealthCheckResponse::ServingStatus;

  // `services` are full names. They are NOT_SERVING at first.
  explicit HealthService(const std::vector<std::string>& services);

  void SetServing(bool is_serving);

  // The methods of the service, which must outlive their calls.
  Routes MakeRoutes();

  // SERVICE_UNKNOWN if it is none of the server's.
  ServingStatus StatusOf(const std::string& service) const;

  // Refresh() of the reactor is called after every change, until Remove.
  void Add(const std::shared_ptr<WatchReactor>& reactor);
  void Remove(const WatchReactor& reactor);

 private:
  std::vector<std::shared_ptr<WatchReactor>> Watchers() const;

  const std::set<std::string> services_;
  mutable std::mutex mutex_;
  bool is_serving_ = false;
  std::map<const WatchReactor*, std::weak_ptr<WatchReactor>> watchers_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_HEALTH_SERVICE_H_
