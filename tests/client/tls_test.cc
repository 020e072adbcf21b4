// The client library and the command over TLS, and the API key that they send.
#include <cstdlib>
#include <mutex>

#include "backlinks/client.h"
#include "gmock/gmock.h"
#include "grpc/grpc.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "tests/client/command_run.h"
#include "tests/support/certificate/certificates.h"
#include "tests/support/file/read_file.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing_certificate::MakeIdentity;
using testing_file::ReadFile;

// Notes the authorization of the last call.
class KeyService final : public v1::BacklinksService::Service {
 public:
  explicit KeyService(
      const std::shared_ptr<grpc::ServerCredentials>& credentials) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", credentials, &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~KeyService() override { server_->Shutdown(); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string authorization() {
    const std::lock_guard lock(mutex_);
    return authorization_;
  }

 private:
  grpc::Status Note(const grpc::ServerContext& context) {
    const auto& metadata = context.client_metadata();
    const auto found = metadata.find("authorization");
    const std::lock_guard lock(mutex_);
    authorization_ =
        found == metadata.end()
            ? "none"
            : std::string(found->second.data(), found->second.size());
    return grpc::Status::OK;
  }
  grpc::Status GetUsage(grpc::ServerContext* context,
                        const v1::GetUsageRequest* /*request*/,
                        v1::GetUsageResponse* /*response*/) override {
    return Note(*context);
  }
  grpc::Status StreamRefpages(
      grpc::ServerContext* context,
      const v1::StreamRefpagesRequest* /*request*/,
      grpc::ServerWriter<v1::StreamRefpagesResponse>* /*writer*/) override {
    return Note(*context);
  }

  int port_ = 0;
  std::mutex mutex_;
  std::string authorization_ = "no call";
  std::unique_ptr<grpc::Server> server_;
};

class ClientTlsTest : public testing::Test {
 protected:
  ClientTlsTest() {
    const auto ca = MakeIdentity({"ca", ""}, nullptr);
    ca.Write(path("ca"));
    MakeIdentity({"server", "IP:127.0.0.1"}, &ca).Write(path("server"));
    MakeIdentity({"named", "DNS:named.example"}, &ca).Write(path("named"));
    MakeIdentity({"client", "DNS:client"}, &ca).Write(path("client"));
    MakeIdentity({"other", ""}, nullptr).Write(path("other"));
  }
  ~ClientTlsTest() override {
    unsetenv("BACKLINKS_API_KEY");
    WaitForHandshakes();
  }

  std::string path(const std::string& name) const { return folder_.path(name); }

  std::shared_ptr<grpc::ServerCredentials> Credentials(
      const std::string& pair, bool requires_client = false) const {
    grpc::SslServerCredentialsOptions options;
    options.pem_key_cert_pairs.push_back(
        {ReadFile(path(pair + ".key")), ReadFile(path(pair + ".pem"))});
    if (requires_client) {
      options.pem_root_certs = ReadFile(path("ca.pem"));
      options.client_certificate_request =
          GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
    }
    return grpc::SslServerCredentials(options);
  }

  static CommandRun Usage(const KeyService& service,
                          std::vector<std::string> more = {}) {
    more.insert(more.begin(),
                {"usage", "--server", service.address(), "--timeout", "20s"});
    return RunCommand(more);
  }

  // A failed handshake is repeated in the background even after its channel is
  // gone; one that is in progress when the process exits counts as a leak.
  static void WaitForHandshakes() {
    grpc_init();
    grpc_shutdown_blocking();
  }

  const testing_file::TemporaryFolder folder_;
};

TEST_F(ClientTlsTest, TheCommandSendsTheKeyOfTheEnvironmentOrOfAFile) {
  KeyService service(Credentials("server"));
  const std::vector<std::string> tls = {"--tls-ca-file", path("ca.pem")};
  EXPECT_EQ(Usage(service, tls).exit, 0);
  EXPECT_EQ(service.authorization(), "none");
  setenv("BACKLINKS_API_KEY", "blk_environment\n", 1);
  EXPECT_EQ(Usage(service, tls).exit, 0);
  EXPECT_EQ(service.authorization(), "Bearer blk_environment");
  const std::string key = folder_.Write("key", " blk_file\n");
  EXPECT_EQ(Usage(service, {tls[0], tls[1], "--api-key-file", key}).exit, 0);
  EXPECT_EQ(service.authorization(), "Bearer blk_file");
}

TEST_F(ClientTlsTest, StreamsSendTheKeyToo) {
  KeyService service(grpc::InsecureServerCredentials());
  Client client({.server = service.address(), .api_key = "blk_key"});
  RefpageStream stream = client.StreamRefpages({});
  EXPECT_EQ(stream.NextRow(), nullptr);
  EXPECT_EQ(service.authorization(), "Bearer blk_key");
}

TEST_F(ClientTlsTest, TheKeyIsNotSentInPlaintextBeyondLoopback) {
  Client client({.server = "backlinks.invalid:1", .api_key = "blk_secret"});
  const absl::Status status = client.GetUsage().status();
  EXPECT_EQ(status, absl::InvalidArgumentError(
                        "the API key is not sent to backlinks.invalid:1 "
                        "without TLS"));
  Client allowed({.server = "backlinks.invalid:1",
                  .api_key = "blk_secret",
                  .allow_plaintext_key = true});
  EXPECT_TRUE(absl::IsUnavailable(allowed.GetUsage().status()));
  setenv("BACKLINKS_API_KEY", "blk_secret", 1);
  const CommandRun run = RunCommand({"usage", "--server", "192.0.2.1:1"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_THAT(run.err, AllOf(HasSubstr("use --tls"),
                             testing::Not(HasSubstr("blk_secret"))));
}

TEST_F(ClientTlsTest, AKeyThatIsNoWordIsRejected) {
  Client client({.server = "127.0.0.1:1", .api_key = "two words"});
  EXPECT_TRUE(absl::IsInvalidArgument(client.GetUsage().status()));
}

TEST_F(ClientTlsTest, AWrongKeyFileIsAUsageError) {
  const CommandRun run = RunCommand({"usage", "--api-key-file", "/no/file"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, HasSubstr("--api-key-file /no/file: cannot be read"));
  const std::string empty = folder_.Write("empty", " \n");
  EXPECT_THAT(RunCommand({"usage", "--api-key-file", empty}).err,
              HasSubstr("contains no key"));
}

TEST_F(ClientTlsTest, AClientCertificateIsPresented) {
  const KeyService service(Credentials("server", true));
  const std::string ca = path("ca.pem");
  EXPECT_EQ(
      Usage(service, {"--tls-ca-file", ca, "--tls-cert-file",
                      path("client.pem"), "--tls-key-file", path("client.key")})
          .exit,
      0);
  EXPECT_THAT(Usage(service, {"--tls-ca-file", ca}).err,
              HasSubstr("may require a client certificate"));
  EXPECT_THAT(
      Usage(service, {"--tls-ca-file", ca, "--tls-cert-file", path("other.pem"),
                      "--tls-key-file", path("other.key")})
          .err,
      HasSubstr("may reject the certificate of --tls-cert-file"));
}

TEST_F(ClientTlsTest, TheServersNameCanBeGiven) {
  const KeyService service(Credentials("named"));
  const std::string ca = path("ca.pem");
  EXPECT_THAT(Usage(service, {"--tls-ca-file", ca}).err,
              HasSubstr("--tls-server-name"));
  EXPECT_EQ(Usage(service,
                  {"--tls-ca-file", ca, "--tls-server-name", "named.example"})
                .exit,
            0);
}

TEST_F(ClientTlsTest, AFailedHandshakeTellsWhatToTry) {
  const KeyService with_tls(Credentials("server"));
  const KeyService without(grpc::InsecureServerCredentials());
  EXPECT_THAT(Usage(with_tls).err, HasSubstr("the server may use TLS"));
  EXPECT_THAT(Usage(without, {"--tls"}).err,
              HasSubstr("the server may not use TLS"));
  EXPECT_THAT(Usage(with_tls, {"--tls"}).err,
              HasSubstr("name its CA with --tls-ca-file"));
  EXPECT_THAT(Usage(with_tls, {"--tls-ca-file", path("other.pem")}).err,
              HasSubstr("--tls-ca-file does not verify"));
  EXPECT_THAT(RunCommand({"usage", "--server", "127.0.0.1:1"}).err,
              testing::Not(HasSubstr("TLS")));
}

TEST_F(ClientTlsTest, WrongFilesAreNamed) {
  const KeyService service(Credentials("server"));
  EXPECT_THAT(Usage(service, {"--tls-ca-file", "/no/file"}).err,
              HasSubstr("/no/file: cannot be read"));
  EXPECT_THAT(Usage(service, {"--tls-ca-file", path("ca.key")}).err,
              HasSubstr("ca.key: contains no certificate in PEM"));
  EXPECT_THAT(Usage(service, {"--tls-cert-file", path("client.pem")}).err,
              HasSubstr("client.pem: a client certificate needs its private"));
  EXPECT_THAT(Usage(service, {"--tls-cert-file", path("client.pem"),
                              "--tls-key-file", path("other.key")})
                  .err,
              HasSubstr("client.pem: does not belong to the private key"));
}

}  // namespace
}  // namespace backlinks
