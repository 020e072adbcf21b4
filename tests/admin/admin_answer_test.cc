#include "service/admin/admin_answer.h"

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::admin {
namespace {

using testing::HasSubstr;

struct AdminCase {
  std::string name, method, path;
  bool ready = true;
  int status = 200;
  std::string body_part;
};

class AdminAnswerTest : public testing::TestWithParam<AdminCase> {};

TEST_P(AdminAnswerTest, ReturnsStatusAndBody) {
  const AdminCase& c = GetParam();
  const AdminCallbacks callbacks = {
      .ready =
          [&c] {
            return c.ready ? absl::OkStatus()
                           : absl::UnavailableError("shutting down");
          },
      .metrics = [] { return "backlinks_up 1\n"; }};
  const AdminAnswer answer = AnswerAdmin(callbacks, c.method, c.path);
  EXPECT_EQ(answer.status, c.status);
  EXPECT_THAT(answer.body, HasSubstr(c.body_part));
  const std::map<std::string, std::string> headers(answer.headers.begin(),
                                                   answer.headers.end());
  EXPECT_THAT(headers.at("content-type"), HasSubstr("text/plain"));
  EXPECT_EQ(headers.count("allow"), c.status == 405 ? 1u : 0u);
}

TEST(AdminAnswer, AddsTheDetailToReadiness) {
  absl::Status ready;
  const AdminCallbacks callbacks = {.ready = [&ready] { return ready; },
                                    .detail = [] { return "state: away"; },
                                    .metrics = [] { return ""; }};
  EXPECT_EQ(AnswerAdmin(callbacks, "GET", "/readyz").status, 200);
  EXPECT_EQ(AnswerAdmin(callbacks, "GET", "/readyz").body, "ok\nstate: away\n");
  EXPECT_EQ(AnswerAdmin(callbacks, "GET", "/livez").body, "ok\n");
  ready = absl::UnavailableError("draining");
  EXPECT_EQ(AnswerAdmin(callbacks, "GET", "/readyz").status, 503);
  EXPECT_EQ(AnswerAdmin(callbacks, "GET", "/readyz").body,
            "not ready: draining\nstate: away\n");
}

INSTANTIATE_TEST_SUITE_P(
    Paths, AdminAnswerTest,
    testing::Values(
        AdminCase{"Live", "GET", "/livez", true, 200, "ok\n"},
        AdminCase{"LiveNotReady", "GET", "/livez", false, 200, "ok\n"},
        AdminCase{"Ready", "GET", "/readyz", true, 200, "ok\n"},
        AdminCase{"NotReady", "GET", "/readyz", false, 503, "shutting down"},
        AdminCase{"Metrics", "GET", "/metrics", true, 200, "backlinks_up 1"},
        AdminCase{"Head", "HEAD", "/metrics", true, 200, "backlinks_up 1"},
        AdminCase{"Index", "GET", "/", true, 200, "/readyz"},
        AdminCase{"Unknown", "GET", "/etc/passwd", true, 404, "not found"},
        AdminCase{"Longer", "GET", "/livez/", true, 404, "not found"},
        AdminCase{"Empty", "GET", "", true, 404, "not found"},
        AdminCase{"Post", "POST", "/livez", true, 405, "GET"},
        AdminCase{"Delete", "DELETE", "/nothing", true, 405, "GET"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks::admin
