// A row stream from a scripted service, whose time the test holds.
#ifndef BACKLINKS_TESTS_CLIENT_RESUME_FIXTURE_H_
#define BACKLINKS_TESTS_CLIENT_RESUME_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "backlinks/client.h"
#include "gtest/gtest.h"
#include "tests/client/scripted_service.h"

namespace backlinks {

// Time passes only in pauses, and those do not take any.
class ResumeTest : public testing::Test {
 protected:
  ResumeTest() {
    options_.resume.now = [this] { return now_; };
    options_.resume.sleep = [this](absl::Duration pause, absl::Notification&) {
      pauses_.push_back(pause);
      now_ += pause;
    };
    options_.resume.random = [] { return 0.0; };
    request_.mutable_query()->set_target("a.example");
    request_.set_row_limit(7);
  }

  RefpageStream Start(absl::Duration timeout = absl::InfiniteDuration()) {
    if (options_.server == ClientOptions().server) {
      options_.server = service_.address();
    }
    return Client(options_).StreamRefpages(request_, timeout);
  }

  static std::vector<int> Ranks(RefpageStream& stream) {
    std::vector<int> ranks;
    for (const v1::Refpage& row : stream) {
      ranks.push_back(static_cast<int>(row.ahrefs_rank()));
    }
    return ranks;
  }

  // Of all requests; the rest of each must be what was asked for.
  std::vector<std::string> Tokens() {
    std::vector<std::string> tokens;
    for (v1::StreamRefpagesRequest request : service_.StreamRequests()) {
      tokens.push_back(request.resume_token());
      request.set_resume_token(request_.resume_token());
      EXPECT_EQ(request.SerializeAsString(), request_.SerializeAsString());
    }
    return tokens;
  }

  ScriptedService service_;
  ClientOptions options_;
  v1::StreamRefpagesRequest request_;
  absl::Time now_ = absl::UnixEpoch();
  std::vector<absl::Duration> pauses_;
};

}  // namespace backlinks

#endif  // BACKLINKS_TESTS_CLIENT_RESUME_FIXTURE_H_
