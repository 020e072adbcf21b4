// Requests as text, and what the validator finds in them.
#ifndef BACKLINKS_TESTS_VALIDATE_VIOLATIONS_OF_H_
#define BACKLINKS_TESTS_VALIDATE_VIOLATIONS_OF_H_

#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/validate/validator.h"

namespace backlinks::validate::testing_validate {

inline v1::StreamRefpagesRequest RequestOf(const std::string& text) {
  v1::StreamRefpagesRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request))
      << text;
  return request;
}

// A valid request, and what the text adds to it.
inline v1::StreamRefpagesRequest ValidAnd(const std::string& text) {
  v1::StreamRefpagesRequest request = RequestOf(text);
  auto& query = *request.mutable_query();
  if (query.target().empty()) query.set_target("a.com");
  if (query.mode() == 0) query.set_mode(v1::TARGET_MODE_DOMAIN);
  return request;
}

inline std::vector<Violation> ViolationsOf(
    const v1::StreamRefpagesRequest& request) {
  const auto query = Validate(request);
  if (query.ok()) return {};
  EXPECT_EQ(GetReason(query.status()), Reason::kInvalidQuery);
  return GetViolations(query.status());
}

struct Case {
  std::string name;
  std::string request;
  std::string path;  // Of the one violation; "-": there is none.
  std::string description;
};

inline std::string NameOf(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

}  // namespace backlinks::validate::testing_validate

#endif  // BACKLINKS_TESTS_VALIDATE_VIOLATIONS_OF_H_
