#include "service/app/server_certificates.h"

#include <filesystem>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/app/tls_fixture.h"
#include "tests/support/config/parsed_options.h"

namespace backlinks::app {
namespace {

using testing::HasSubstr;
using testing_app::MustParse;

constexpr absl::Duration kPatience = absl::Seconds(30);

class ServerCertificatesTest : public testing::Test {
 protected:
  void Open() {
    auto opened = ServerCertificates::Open(
        MustParse(folder_.Flags()),
        {.on_served =
             [this](absl::Time not_after) {
               const absl::MutexLock lock(&mutex_);
               served_.push_back(not_after);
             },
         .on_wrong_files =
             [this](const absl::Status& status) {
               const absl::MutexLock lock(&mutex_);
               problems_.emplace_back(status.message());
             }});
    ASSERT_TRUE(opened.ok()) << opened.status();
    certificates_ = *std::move(opened);
  }

  size_t served() {
    const absl::MutexLock lock(&mutex_);
    return served_.size();
  }
  std::vector<std::string> problems() {
    const absl::MutexLock lock(&mutex_);
    return problems_;
  }
  template <typename Condition>
  static bool WaitUntil(const Condition& condition) {
    const absl::Time end = absl::Now() + kPatience;
    while (!condition() && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(20));
    }
    return condition();
  }

  testing_app::TlsFolder folder_;
  absl::Mutex mutex_;
  std::vector<absl::Time> served_;
  std::vector<std::string> problems_;
  std::unique_ptr<ServerCertificates> certificates_;
};

TEST_F(ServerCertificatesTest, ANewPairIsServedUnderTheSamePath) {
  Open();
  EXPECT_EQ(served(), 1u);
  const std::string path = certificates_->pair_path();
  folder_.Rotate("second");
  EXPECT_TRUE(WaitUntil([this] { return served() == 2u; }));
  EXPECT_EQ(certificates_->pair_path(), path);
}

TEST_F(ServerCertificatesTest, ReloadDoesNotWaitForTheInterval) {
  Open();
  folder_.Rotate("second");
  const absl::Time start = absl::Now();
  certificates_->Reload();
  EXPECT_TRUE(WaitUntil([this] { return served() == 2u; }));
  EXPECT_LT(absl::Now() - start, kCheckInterval);
}

TEST_F(ServerCertificatesTest, WrongFilesAreReportedOnceAndNotServed) {
  Open();
  testing_certificate::MakeIdentity({"x", "DNS:x"}, nullptr)
      .Write(folder_.path("x"));
  std::filesystem::copy_file(folder_.path("x.key"), folder_.path("server.key"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(WaitUntil([this] { return !problems().empty(); }));
  absl::SleepFor(2 * kCheckInterval);
  ASSERT_EQ(problems().size(), 1u);
  EXPECT_THAT(problems()[0],
              HasSubstr("server.pem: does not belong to the private key"));
  EXPECT_EQ(served(), 1u);

  folder_.Rotate("second");
  EXPECT_TRUE(WaitUntil([this] { return served() == 2u; }));
  EXPECT_EQ(problems().size(), 1u);
}

}  // namespace
}  // namespace backlinks::app
