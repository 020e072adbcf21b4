// BeastExchange against a real TLS server: nginx.
#include <arpa/inet.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <ostream>
#include <string>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/fetch.h"
#include "tests/exchange/recording_observer.h"
#include "tests/support/certificate/certificates.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::exchange::testing_exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing_certificate::Identity;
using testing_certificate::MakeIdentity;

// Each listens on a port of its own.
enum ServerKind { kGood, kExpired, kSelfSigned, kWrongName, kOldTls, kCount };
constexpr const char* kCertificates[kCount] = {"good", "expired", "selfsigned",
                                               "wrongname", "good"};

// A listening socket, which a child inherits.
int Listen(uint16_t& port) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool good = bind(listener, generic, size) == 0 &&
                    listen(listener, SOMAXCONN) == 0 &&
                    getsockname(listener, generic, &size) == 0;
  if (!good) std::abort();
  port = ntohs(address.sin_port);
  return listener;
}

// With a worker: without one, nginx 1.22 crashes on sockets it inherits.
constexpr char kConfig[] = R"(
daemon off; worker_processes 1; pid {0}/pid; error_log {0}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {0}/body; proxy_temp_path {0}/proxy;
  fastcgi_temp_path {0}/fastcgi; uwsgi_temp_path {0}/uwsgi;
  scgi_temp_path {0}/scgi;
  {1}
}}
)";
constexpr char kServer[] = R"(
  server {{
    listen 127.0.0.1:{0} ssl; ssl_certificate {1}.pem;
    ssl_certificate_key {1}.key; {2}
    location / {{ return 200 "sni=$ssl_server_name $ssl_protocol $connection"; }}
  }}
)";

// It inherits its sockets, as it does from an nginx that it replaces: no port
// can be taken by another, and clients may connect before it is up.
class Nginx {
 public:
  Nginx() {
    MakeCertificates();
    std::string servers;
    for (int kind = 0; kind < kCount; ++kind) {
      sockets_ += fmt::format("{};", Listen(ports_[kind]));
      servers += fmt::format(
          kServer, ports_[kind], path(kCertificates[kind]),
          kind == kOldTls
              ? "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;"
              : "ssl_protocols TLSv1.2 TLSv1.3;");
    }
    std::ofstream(path("conf"))
        << fmt::format(kConfig, folder_.path(), servers);
    Start();
  }
  ~Nginx() {
    if (process_ != 0) {
      kill(process_, SIGTERM);
      waitpid(process_, nullptr, 0);
    }
  }

  uint16_t port(ServerKind kind) const { return ports_[kind]; }
  std::string ca_file(const std::string& ca = "ca") const {
    return path(ca + ".pem");
  }

 private:
  std::string path(const std::string& name) const { return folder_.path(name); }

  void MakeCertificates() const {
    const Identity ca = MakeIdentity({"Test CA", ""}, nullptr);
    ca.Write(path("ca"));
    MakeIdentity({"Another CA", ""}, nullptr).Write(path("otherca"));
    const std::string names = "DNS:localhost,IP:127.0.0.1";
    MakeIdentity({"good", names}, &ca).Write(path("good"));
    MakeIdentity({"expired", names, -7200, -3600}, &ca).Write(path("expired"));
    MakeIdentity({"self", names}, nullptr).Write(path("selfsigned"));
    MakeIdentity({"localhost", "DNS:example.org,IP:127.0.0.2"}, &ca)
        .Write(path("wrongname"));
  }

  void Start() {
    std::string config = path("conf");
    std::string log = path("error.log");
    std::string program = "nginx";
    std::string config_flag = "-c";
    std::string log_flag = "-e";
    std::array<char*, 6> arguments = {program.data(), config_flag.data(),
                                      config.data(),  log_flag.data(),
                                      log.data(),     nullptr};
    std::string inherited = "NGINX=" + sockets_;
    std::array<char*, 2> environment = {inherited.data(), nullptr};
    ASSERT_EQ(posix_spawn(&process_, "/usr/sbin/nginx", nullptr, nullptr,
                          arguments.data(), environment.data()),
              0);
  }

  const testing_file::TemporaryFolder folder_;
  std::string sockets_;  // Their descriptors, as nginx takes them.
  std::array<uint16_t, kCount> ports_{};
  pid_t process_ = 0;
};

class Tls : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { nginx_ = new Nginx(); }
  static void TearDownTestSuite() { delete nginx_; }

  static ExchangeOptions Options(ServerKind kind, const std::string& host) {
    ExchangeOptions options = Loopback(nginx_->port(kind));
    options.endpoint.tls = true;
    options.endpoint.host = host;
    options.ca_file = nginx_->ca_file();
    return options;
  }

  static void ExpectRefusal(const ExchangeOptions& options,
                            const std::string& why) {
    const Outcome out = Fetcher(options).Get();
    EXPECT_EQ(out.reason(), Reason::kUpstreamUnavailable) << out.status;
    EXPECT_THAT(std::string(out.status.message()), HasSubstr(why));
    RecordProperty("message", std::string(out.status.message()));
    EXPECT_EQ(out.attempts, 0);  // Nothing was said before it was verified.
  }

  static Nginx* nginx_;
};
Nginx* Tls::nginx_ = nullptr;

TEST_F(Tls, NameIsVerifiedAndSent) {
  const Outcome out = Fetcher(Options(kGood, "localhost")).Get();
  ASSERT_TRUE(out.is_ok()) << out.status;
  EXPECT_THAT(out.body, HasSubstr("sni=localhost TLSv1."));
}

TEST_F(Tls, AddressIsVerifiedAndNotSent) {
  const Outcome out = Fetcher(Options(kGood, "127.0.0.1")).Get();
  ASSERT_TRUE(out.is_ok()) << out.status;
  EXPECT_THAT(out.body, HasSubstr("sni= TLSv1."));
}

TEST_F(Tls, ConnectionIsKept) {
  Fetcher fetcher(Options(kGood, "localhost"));
  const Outcome first = fetcher.Get();
  const Outcome second = fetcher.Get();
  ASSERT_TRUE(first.is_ok()) << first.status;
  EXPECT_EQ(first.body, second.body);  // It names the connection.
}

TEST_F(Tls, HandshakeIsAPhaseOfItsOwn) {
  RecordingObserver observer;
  ExchangeOptions options = Options(kGood, "localhost");
  options.observer = &observer;
  EXPECT_TRUE(Fetcher(options).Get().is_ok());
  EXPECT_THAT(observer.phases,
              ElementsAre(UpstreamPhase::kResolve, UpstreamPhase::kConnect,
                          UpstreamPhase::kTls, UpstreamPhase::kHead,
                          UpstreamPhase::kBody));
}

TEST_F(Tls, SystemRootsRejectAPrivateCa) {
  ExchangeOptions options = Options(kGood, "localhost");
  options.ca_file = "";
  ExpectRefusal(options, "certificate");
}

TEST_F(Tls, AnotherCaIsRejected) {
  ExchangeOptions options = Options(kGood, "localhost");
  options.ca_file = nginx_->ca_file("otherca");
  ExpectRefusal(options, "certificate");
}

TEST_F(Tls, ExpiredIsRejected) {
  ExpectRefusal(Options(kExpired, "localhost"), "expired");
}

TEST_F(Tls, SelfSignedIsRejected) {
  ExpectRefusal(Options(kSelfSigned, "localhost"), "self-signed");
}

TEST_F(Tls, WrongNameIsRejected) {
  ExpectRefusal(Options(kWrongName, "localhost"), "verifying TLS");
}

TEST_F(Tls, WrongAddressIsRejected) {
  ExpectRefusal(Options(kWrongName, "127.0.0.1"), "verifying TLS");
}

TEST_F(Tls, OldProtocolIsRejected) {
  ExpectRefusal(Options(kOldTls, "localhost"), "protocol");
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
