// A folder with certificates, and a TLS server and clients that use them.
#ifndef BACKLINKS_TESTS_APP_TLS_FIXTURE_H_
#define BACKLINKS_TESTS_APP_TLS_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "grpcpp/security/credentials.h"
#include "tests/support/certificate/certificates.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::testing_app {

// Files: ca.pem; server.pem and .key, which it signed for localhost and
// 127.0.0.1; client.pem and .key, which it signed, too; other.pem and .key,
// which are signed by themselves.
class TlsFolder {
 public:
  TlsFolder();

  std::string path(const std::string& name) const { return folder_.path(name); }
  // Replaces the server's pair by one with this common name.
  void Rotate(const std::string& name) const;
  // The flags of a TLS server, and `more`.
  std::vector<std::string> Flags(std::vector<std::string> more = {}) const;
  // Those of a client that trusts `ca`, with the pair of this name, if any.
  std::shared_ptr<grpc::ChannelCredentials> Credentials(
      const std::string& ca = "ca", const std::string& pair = "") const;

 private:
  const testing_file::TemporaryFolder folder_;
  const testing_certificate::Identity ca_;
};

// A stub on a connection of its own.
std::unique_ptr<v1::BacklinksService::Stub> ConnectStub(
    const std::string& address,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials);

// The status of a call that needs nothing but a connection.
grpc::Status ParseAFilter(v1::BacklinksService::Stub& stub);

}  // namespace backlinks::testing_app

#endif  // BACKLINKS_TESTS_APP_TLS_FIXTURE_H_
