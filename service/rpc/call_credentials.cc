#include "service/rpc/call_credentials.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "grpc/grpc_security_constants.h"
#include "grpcpp/security/auth_context.h"
#include "service/rpc/client_metadata.h"

namespace backlinks::rpc {
namespace {

constexpr std::string_view kDnsPrefix = "dns:";

bool IsTls(const grpc::AuthContext& context) {
  const auto types =
      context.FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  return std::any_of(types.begin(), types.end(), [](const auto& type) {
    return type == GRPC_SSL_TRANSPORT_SECURITY_TYPE ||
           type == GRPC_TLS_TRANSPORT_SECURITY_TYPE;
  });
}

// The names of a certificate that gRPC has verified.
std::vector<std::string> NamesOf(const grpc::AuthContext& context) {
  std::vector<std::string> names;
  if (!context.IsPeerAuthenticated()) return names;
  for (const grpc::string_ref& uri :
       context.FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME)) {
    // A URI such as "dns:host" must not count as the name of a host.
    if (uri.starts_with(
            grpc::string_ref(kDnsPrefix.data(), kDnsPrefix.size()))) {
      continue;
    }
    names.emplace_back(uri.data(), uri.size());
  }
  for (const grpc::string_ref& host :
       context.FindPropertyValues(GRPC_PEER_DNS_PROPERTY_NAME)) {
    names.push_back(std::string(kDnsPrefix) +
                    std::string(host.data(), host.size()));
  }
  return names;
}

}  // namespace

bool IsLocalPeer(std::string_view peer) {
  for (const std::string_view local :
       {"unix:", "ipv4:127.", "ipv6:[::1]:", "ipv6:%5B::1%5D:"}) {
    if (peer.starts_with(local)) return true;
  }
  return false;
}

access::Credentials CredentialsOf(const grpc::CallbackServerContext& context) {
  access::Credentials credentials{
      .authorization = MetadataValues(context, "authorization"),
      .is_private = IsLocalPeer(context.peer())};
  const auto auth = context.auth_context();
  if (auth == nullptr || !IsTls(*auth)) return credentials;
  credentials.is_private = true;
  credentials.certificate_names = NamesOf(*auth);
  return credentials;
}

}  // namespace backlinks::rpc
