#include "service/config/unknown_variables.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct UnknownCase {
  std::string entry;
  std::string warning;  // Empty for none.
};

class UnknownVariables : public testing::TestWithParam<UnknownCase> {};

TEST_P(UnknownVariables, AreReportedByName) {
  const std::vector<std::string> warnings =
      WarnOfUnknownVariables({GetParam().entry});
  if (GetParam().warning.empty()) {
    EXPECT_THAT(warnings, IsEmpty());
  } else {
    EXPECT_THAT(warnings,
                ElementsAre("the environment variable " + GetParam().warning));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Entries, UnknownVariables,
    testing::Values(
        // Typos. The values are secrets.
        UnknownCase{"BACKLINKS_PAGE_ROW=7",
                    "BACKLINKS_PAGE_ROW is not known; did you mean "
                    "BACKLINKS_PAGE_ROWS?"},
        UnknownCase{"BACKLINKS_MAXSTREAMS=7",
                    "BACKLINKS_MAXSTREAMS is not known; did you mean "
                    "BACKLINKS_MAX_STREAMS?"},
        UnknownCase{"BACKLINKS_UPSTREAM_TOKN=hush",
                    "BACKLINKS_UPSTREAM_TOKN is not known; did you mean "
                    "BACKLINKS_UPSTREAM_TOKEN?"},
        UnknownCase{"BACKLINKS_TOKENKEY=hush",
                    "BACKLINKS_TOKENKEY is not known; did you mean "
                    "BACKLINKS_TOKEN_KEY?"},
        UnknownCase{"BACKLINKS_page_rows=7",
                    "BACKLINKS_page_rows is not known"
                    "; did you mean "
                    "BACKLINKS_PAGE_ROWS?"},
        UnknownCase{"BACKLINKS_=x", "BACKLINKS_ is not known"},
        UnknownCase{"BACKLINKS_SOMETHING_ELSE_ENTIRELY=x",
                    "BACKLINKS_SOMETHING_ELSE_ENTIRELY is not known"},
        UnknownCase{"BACKLINKS_A\x1b[1m\n=x",
                    "BACKLINKS_A\\x1b[1m\\x0a is not known"},
        // Known.
        UnknownCase{"BACKLINKS_PAGE_ROWS=7", ""},
        UnknownCase{"BACKLINKS_FLAGFILE=/x", ""},
        UnknownCase{"BACKLINKS_UPSTREAM_TOKEN=hush", ""},
        UnknownCase{"BACKLINKS_TOKEN_KEY=hush", ""},
        UnknownCase{"BACKLINKS_SERVER=localhost:50051", ""},
        UnknownCase{"BACKLINKS_API_KEY=hush", ""},
        // Others.
        UnknownCase{"PATH=/bin", ""}, UnknownCase{"BACKLINKS", ""},
        UnknownCase{"backlinks_page_row=7", ""}, UnknownCase{"", ""},
        // Kubernetes.
        UnknownCase{"BACKLINKS_SERVICE_HOST=10.0.0.1", ""},
        UnknownCase{"BACKLINKS_SERVICE_PORT=50051", ""},
        UnknownCase{"BACKLINKS_SERVICE_PORT_GRPC=50051", ""},
        UnknownCase{"BACKLINKS_PORT=tcp://10.0.0.1:50051", ""},
        UnknownCase{"BACKLINKS_PORT_50051_TCP=tcp://10.0.0.1:50051", ""},
        UnknownCase{"BACKLINKS_PORT_50051_TCP_PROTO=tcp", ""},
        UnknownCase{"BACKLINKS_PORT_50051_TCP_PORT=50051", ""},
        UnknownCase{"BACKLINKS_PORT_50051_TCP_ADDR=10.0.0.1", ""},
        UnknownCase{"BACKLINKS_ADMIN_V2_SERVICE_HOST=10.0.0.1", ""},
        UnknownCase{"BACKLINKS_ADMIN_PORT=tcp://10.0.0.1:9464", ""},
        UnknownCase{"BACKLINKS_ADMIN_PORT_53_UDP_ADDR=10.0.0.1", ""},
        UnknownCase{"BACKLINKS_PORT=50051", "BACKLINKS_PORT is not known"},
        UnknownCase{"BACKLINKS_ADMIN_PORT=9464",
                    "BACKLINKS_ADMIN_PORT is not known"}));

TEST(UnknownVariables, AreEachReported) {
  EXPECT_EQ(
      WarnOfUnknownVariables({"BACKLINKS_PAGE_ROW=1", "HOME=/",
                              "BACKLINKS_THREAD=2", "BACKLINKS_THREADS=2"})
          .size(),
      2u);
}

}  // namespace
}  // namespace backlinks::config
