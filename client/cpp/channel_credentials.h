// How a client proves its identity, and verifies the server's.
//
// Errors:  INVALID_ARGUMENT, one line that names the file or the host.
// Threads: stateless.
#ifndef BACKLINKS_CLIENT_CPP_CHANNEL_CREDENTIALS_H_
#define BACKLINKS_CLIENT_CPP_CHANNEL_CREDENTIALS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "backlinks/client.h"
#include "grpcpp/client_context.h"
#include "grpcpp/security/credentials.h"

namespace backlinks {

// Reads the files of the options, and checks the API key.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>>
MakeChannelCredentials(const ClientOptions& options);

// Sends the key with a call. Does nothing if the key is empty.
void AddApiKey(const std::string& api_key, grpc::ClientContext& context);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CHANNEL_CREDENTIALS_H_
