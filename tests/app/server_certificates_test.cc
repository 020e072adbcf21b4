#include "service/app/server_certificates.h"

#include <filesystem>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/app/tls_fixture.h"
#include "tests/support/config/parsed_options.h"

namespace backlinks::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_app::MustParse;

class ServerCertificatesTest : public testing::Test {
 protected:
  ServerCertificatesTest() {
    auto opened = ServerCertificates::Open(
        MustParse(folder_.Flags({"--tls_client_ca_file", path("ca.pem")})),
        [this](absl::Time not_after) { served_.push_back(not_after); });
    EXPECT_TRUE(opened.ok()) << opened.status();
    certificates_ = *std::move(opened);
  }

  std::string path(const std::string& name) const { return folder_.path(name); }

  bool IsNew() {
    const auto is_new = certificates_->Reload();
    EXPECT_TRUE(is_new.ok()) << is_new.status();
    return is_new.value_or(false);
  }

  std::string Error() {
    return std::string(certificates_->Reload().status().message());
  }

  testing_app::TlsFolder folder_;
  std::vector<absl::Time> served_;
  std::unique_ptr<ServerCertificates> certificates_;
};

TEST_F(ServerCertificatesTest, ANewPairIsServedUnderTheSamePath) {
  EXPECT_EQ(served_.size(), 1u);
  const std::string pair_path = certificates_->pair_path();
  folder_.Rotate("second");
  EXPECT_TRUE(IsNew());
  EXPECT_EQ(served_.size(), 2u);
  EXPECT_EQ(certificates_->pair_path(), pair_path);
}

TEST_F(ServerCertificatesTest, TheSameFilesAreNotNew) {
  EXPECT_FALSE(IsNew());
  EXPECT_EQ(served_.size(), 1u);
}

TEST_F(ServerCertificatesTest, ANewClientCaIsNew) {
  std::filesystem::copy_file(path("other.pem"), path("ca.pem"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(IsNew());
}

TEST_F(ServerCertificatesTest, WrongFilesAreNotServed) {
  std::filesystem::copy_file(path("other.key"), path("server.key"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_THAT(Error(),
              HasSubstr("server.pem: does not belong to the private key"));
  EXPECT_THAT(Error(),
              HasSubstr("server.pem: does not belong to the private key"));
  EXPECT_EQ(served_.size(), 1u);
  folder_.Rotate("second");
  EXPECT_TRUE(IsNew());
  EXPECT_EQ(served_.size(), 2u);
}

TEST_F(ServerCertificatesTest, AllItsFilesAreListed) {
  EXPECT_THAT(
      certificates_->files(),
      ElementsAre(path("server.pem"), path("server.key"), path("ca.pem")));
}

}  // namespace
}  // namespace backlinks::app
