#include "service/net/tls_context.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "openssl/ssl.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::net {
namespace {

using testing::StartsWith;

TEST(MakeTlsContext, HasTheCertificatesOfTheSystem) {
  const auto tls = MakeTlsContext("");
  ASSERT_TRUE(tls.ok()) << tls.status();
  EXPECT_EQ(SSL_CTX_get_min_proto_version((*tls)->native_handle()),
            TLS1_2_VERSION);
}

TEST(MakeTlsContext, NamesAFileThatCannotBeRead) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("absent.pem");
  const auto tls = MakeTlsContext(path);
  EXPECT_EQ(tls.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(tls.status().message()),
              StartsWith("cannot read CA certificates from " + path + ": "));
}

TEST(MakeTlsContext, RejectsAFileWithoutCertificate) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.Write("ca.pem", "no certificate");
  EXPECT_EQ(MakeTlsContext(path).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace backlinks::net
