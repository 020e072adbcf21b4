// The methods against a list of them, which is here in full: their names are
// labels of metrics and members of log lines.
#include "service/model/rpc_method.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;

TEST(RpcMethods, AreThoseOfTheService) {
  EXPECT_EQ(ServiceName(), "backlinks.v1.BacklinksService");
  const std::string service = "backlinks.v1.BacklinksService/";
  EXPECT_THAT(
      AllMethods(),
      ElementsAre(
          FieldsAre("StreamRefpages", service + "StreamRefpages", true, true),
          FieldsAre("ListRefpages", service + "ListRefpages", false, true),
          FieldsAre("ExplainRefpages", service + "ExplainRefpages", false,
                    false),
          FieldsAre("ParseFilter", service + "ParseFilter", false, false),
          FieldsAre("GetUsage", service + "GetUsage", false, false)));
}

TEST(RpcMethods, AreFoundByName) {
  for (const RpcMethod& method : AllMethods()) {
    EXPECT_EQ(FindMethod(method.name), &method);
    EXPECT_EQ(FindMethod(method.full_name), nullptr);
  }
  for (const std::string_view name : {"", "streamrefpages", "Delete", "/"}) {
    EXPECT_EQ(FindMethod(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace backlinks
