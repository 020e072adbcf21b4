// gRPC server reflection, v1 and v1alpha, from the embedded descriptor set,
// which has the contract, its error details, health, and reflection itself.
// Unlike gRPC's own plugin it includes the comments of the proto files.
//
// Errors:  a symbol that is not found is NOT_FOUND in the response, not the
//          status of the stream.
// Limits:  1,000 requests per stream, then RESOURCE_EXHAUSTED.
// Threads: no method blocks; every method may be called from any thread.
//
// Example:
//   ReflectionService reflection({"backlinks.v1.BacklinksService"});
//   reflection.Register(builder);  // Must outlive the server.
#ifndef BACKLINKS_SERVICE_REFLECTION_REFLECTION_SERVICE_H_
#define BACKLINKS_SERVICE_REFLECTION_REFLECTION_SERVICE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "grpcpp/server_builder.h"

namespace backlinks::reflection {

inline constexpr std::string_view kHealthServiceName = "grpc.health.v1.Health";

class ReflectionService {
 public:
  // `services` are the full names to list; those of reflection are added.
  explicit ReflectionService(std::vector<std::string> services);
  ~ReflectionService();

  // Registers both versions.
  void Register(grpc::ServerBuilder& builder);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks::reflection

#endif  // BACKLINKS_SERVICE_REFLECTION_REFLECTION_SERVICE_H_
