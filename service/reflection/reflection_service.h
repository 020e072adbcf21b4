// gRPC server reflection, v1 and v1alpha, from the embedded descriptor set,
// which has the contract, its error details, health, and reflection itself.
// Unlike gRPC's own plugin it includes the comments of the proto files.
//
// Errors:  a symbol that is not found is NOT_FOUND in the response, not the
//          status of the stream.
// Limits:  1,000 requests per stream, then RESOURCE_EXHAUSTED.
// Threads: no method blocks; every method may be called from any thread, a
//          dialog from one at a time.
//
// Example:
//   const ReflectionService reflection({"backlinks.v1.BacklinksService"});
//   for (const auto& method : reflection.Methods()) {
//     // Answer each call of method.name by a dialog of its own.
//   }
#ifndef BACKLINKS_SERVICE_REFLECTION_REFLECTION_SERVICE_H_
#define BACKLINKS_SERVICE_REFLECTION_REFLECTION_SERVICE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace backlinks::reflection {

inline constexpr std::string_view kHealthServiceName = "grpc.health.v1.Health";

class ReflectionService {
 public:
  // `services` are the full names to list; those of reflection are added.
  explicit ReflectionService(std::vector<std::string> services);
  ~ReflectionService();

  // Answers the requests of one stream, from and to their bytes. An error ends
  // the stream.
  using Dialog = std::function<absl::StatusOr<std::string>(const std::string&)>;

  struct Method {
    std::string name;  // "grpc.reflection.v1.ServerReflection/…"
    std::function<Dialog()> make_dialog;  // For one stream.
  };

  // The methods of both versions. This object must outlive their dialogs.
  std::vector<Method> Methods() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks::reflection

#endif  // BACKLINKS_SERVICE_REFLECTION_REFLECTION_SERVICE_H_
