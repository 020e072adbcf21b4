#include "service/config/tls_files.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/certificate/certificates.h"
#include "tests/support/config/parsed_options.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using testing_app::ErrorOf;
using testing_app::MustParse;
using testing_certificate::MakeIdentity;

class TlsFilesTest : public testing::Test {
 protected:
  TlsFilesTest() {
    MakeIdentity({"good", "DNS:localhost"}, nullptr).Write(path("good"));
    MakeIdentity({"other", "DNS:localhost"}, nullptr).Write(path("other"));
    MakeIdentity({"old", "DNS:localhost", -7200, -3600}, nullptr)
        .Write(path("old"));
    for (const char* key : {"good.key", "other.key", "old.key"}) {
      std::filesystem::permissions(path(key),
                                   std::filesystem::perms::owner_read);
    }
  }

  std::string path(const std::string& name) const { return folder_.path(name); }

  std::vector<std::string> Flags(const std::string& certificate,
                                 const std::string& key,
                                 std::vector<std::string> more = {}) const {
    more.push_back("--tls_cert_file=" + path(certificate));
    more.push_back("--tls_key_file=" + path(key));
    return more;
  }

  const testing_file::TemporaryFolder folder_;
};

TEST_F(TlsFilesTest, APairIsReadWithItsEnd) {
  const Options options = MustParse(
      Flags("good.pem", "good.key", {"--tls_client_ca_file", path("old.pem")}));
  EXPECT_THAT(options.warnings, IsEmpty());
  const auto material = ReadTlsFiles(options);
  ASSERT_TRUE(material.ok()) << material.status();
  EXPECT_THAT(material->certificates, StartsWith("-----BEGIN CERTIFICATE"));
  EXPECT_THAT(material->client_ca, StartsWith("-----BEGIN CERTIFICATE"));
  EXPECT_GT(material->not_after, absl::Now() + absl::Hours(1));
  EXPECT_LT(material->not_after, absl::Now() + absl::Hours(3));
}

TEST_F(TlsFilesTest, FlagsThatNeedOthersAreRejected) {
  EXPECT_EQ(ErrorOf({"--tls_cert_file=x"}),
            "--tls_cert_file: needs --tls_key_file");
  EXPECT_EQ(ErrorOf({"--tls_key_file=x"}),
            "--tls_key_file: needs --tls_cert_file");
  EXPECT_EQ(ErrorOf({"--tls_client_ca_file=x"}),
            "--tls_client_ca_file: needs --tls_cert_file");
  EXPECT_EQ(
      ErrorOf(Flags("good.pem", "good.key", {"--tls_require_client_cert"})),
      "--tls_require_client_cert: needs --tls_client_ca_file");
}

TEST_F(TlsFilesTest, WrongFilesAreNamed) {
  const std::string cert = "--tls_cert_file ";
  const std::string key = "--tls_key_file ";
  EXPECT_EQ(
      ErrorOf(Flags("none.pem", "good.key")),
      cert + path("none.pem") + ": cannot be read: No such file or directory");
  EXPECT_EQ(
      ErrorOf(Flags("good.pem", "none.key")),
      key + path("none.key") + ": cannot be read: No such file or directory");
  EXPECT_EQ(ErrorOf(Flags("good.key", "good.key")),
            cert + path("good.key") + ": contains no certificate in PEM");
  EXPECT_EQ(ErrorOf(Flags("good.pem", "good.pem")),
            key + path("good.pem") + ": contains no private key in PEM");
  EXPECT_EQ(ErrorOf(Flags("good.pem", "other.key")),
            cert + path("good.pem") + ": does not belong to the private key");
  EXPECT_EQ(ErrorOf(Flags("good.pem", "good.key",
                          {"--tls_client_ca_file", path("good.key")})),
            "--tls_client_ca_file " + path("good.key") +
                ": contains no certificate in PEM");
}

TEST_F(TlsFilesTest, ACertificateThatIsCutIsRejected) {
  const std::string cut =
      folder_.Write("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
  EXPECT_THAT(ErrorOf(Flags("cut.pem", "good.key")),
              HasSubstr("contains a certificate that is not valid"));
}

TEST_F(TlsFilesTest, AnEncryptedKeyIsRejectedWithoutAskingForItsPassphrase) {
  testing_certificate::WriteEncryptedKey(
      MakeIdentity({"locked", "DNS:localhost"}, nullptr), path("locked.key"));
  EXPECT_THAT(ErrorOf(Flags("good.pem", "locked.key")),
              HasSubstr("contains an encrypted private key"));
}

TEST_F(TlsFilesTest, WhatIsDoubtfulIsAWarning) {
  EXPECT_THAT(MustParse(Flags("old.pem", "old.key")).warnings,
              ElementsAre(HasSubstr("old.pem has expired")));
  std::filesystem::permissions(path("good.key"),
                               std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_THAT(MustParse(Flags("good.pem", "good.key")).warnings,
              ElementsAre(HasSubstr("good.key can be read by everyone")));
}

TEST_F(TlsFilesTest, AHealthCheckGetsThePaths) {
  const auto parsed = testing_app::Parse(Flags(
      "no.pem", "no.key", {"--healthcheck", "--tls_require_client_cert"}));
  const auto& check = std::get<CheckHealth>(parsed);
  EXPECT_EQ(check.tls_cert_file, path("no.pem"));
  EXPECT_EQ(check.tls_key_file, path("no.key"));
  EXPECT_TRUE(check.tls_require_client_cert);
}

}  // namespace
}  // namespace backlinks::config
