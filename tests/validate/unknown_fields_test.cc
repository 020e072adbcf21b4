// Fields that the contract does not know.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/validate/violations_of.h"

namespace backlinks::validate {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using testing_validate::ValidAnd;
using testing_validate::ViolationsOf;

struct UnknownCase {
  std::string name;
  std::string bytes;  // Wire format, appended to a valid request.
  std::string path;
};

class UnknownFieldTest : public testing::TestWithParam<UnknownCase> {};

TEST_P(UnknownFieldTest, IsRejectedAnywhere) {
  v1::StreamRefpagesRequest request;
  ASSERT_TRUE(request.ParseFromString(ValidAnd("").SerializeAsString() +
                                      GetParam().bytes));
  const auto violations = ViolationsOf(request);
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_EQ(violations[0].path, GetParam().path);
  EXPECT_THAT(violations[0].description, HasSubstr("99"));
}

// "\x98\x06\x01" is field 99, the varint 1.
INSTANTIATE_TEST_SUITE_P(
    All, UnknownFieldTest,
    testing::ValuesIn(std::vector<UnknownCase>{
        {"request", "\x98\x06\x01", "99"},
        {"twice", "\x98\x06\x01\x98\x06\x01", "99"},
        {"query", "\x0A\x03\x98\x06\x01", "query.99"},
        {"order",
         "\x0A\x0A\x2A\x08\x0A\x03"
         "alt\x98\x06\x01",
         "query.order_by[0].99"},
        {"mask", "\x0A\x05\x32\x03\x98\x06\x01", "query.read_mask.99"},
        {"price", "\x22\x03\x98\x06\x01", "max_price.99"},
        {"predicate",
         // where { predicate { page_size { equals: 1 99: 1 } } }
         "\x0A\x0B\x1A\x09\x22\x07\x4A\x05\x08\x01\x98\x06\x01",
         "query.where.predicate.page_size.99"}}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks::validate
