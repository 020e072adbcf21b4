#include "service/rpc/client_metadata.h"

namespace backlinks::rpc {

std::vector<std::string_view> MetadataValues(
    const grpc::CallbackServerContext& context, std::string_view name) {
  std::vector<std::string_view> values;
  const auto [begin, end] = context.client_metadata().equal_range(
      grpc::string_ref(name.data(), name.size()));
  for (auto it = begin; it != end; ++it) {
    values.emplace_back(it->second.data(), it->second.size());
  }
  return values;
}

}  // namespace backlinks::rpc
