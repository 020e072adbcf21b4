// Filters that are not in normal form have a text as well.
#include "service/normalize/filter_writer.h"

#include <string>
#include <string_view>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/normalize/canonical.h"

namespace backlinks::normalize {
namespace {

struct Written {
  std::string_view name;
  std::string filter;
  std::string_view text;
};

class FilterWriterTest : public testing::TestWithParam<Written> {};

TEST_P(FilterWriterTest, WritesTheFilterUnchanged) {
  v1::Filter filter;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(GetParam().filter,
                                                            &filter));
  const std::string text = FilterText(NodeOf(filter));
  EXPECT_EQ(text, GetParam().text);
  EXPECT_EQ(CanonicalText(text), CanonicalText(filter));
}

const Written kWritten[] = {
    {"TwoBounds", "predicate{page_size{range{start:1 end:5}}}",
     "(page_size >= 1 AND page_size < 5)"},
    {"NoTwoBounds",
     "not_expression{predicate{page_size{range{start:1 end:5}}}}",
     "NOT (page_size >= 1 AND page_size < 5)"},
    {"TwoTimes",
     "predicate{first_seen{range{start_time{seconds:0} end_time{nanos:10}}}}",
     R"((first_seen >= "1970-01-01" AND )"
     R"(first_seen < "1970-01-01T00:00:00.00000001Z"))"},
    {"Equals", "predicate{title{equals:'a' ignore_case:true}}",
     R"(any_of(title, "a", ignore_case))"},
    {"NotOfNot",
     "not_expression{not_expression{predicate{nofollow{equals:true}}}}",
     "NOT NOT nofollow = true"},
    {"NotOfGroup",
     "not_expression{or_group{filters{predicate{nofollow{equals:true}}} "
     "filters{predicate{alt{unset:true}}}}}",
     "NOT (nofollow = true OR unset(alt))"},
    {"GroupInItsKind",
     "and_group{filters{and_group{filters{predicate{alt{unset:true}}} "
     "filters{predicate{nofollow{equals:false}}}}} "
     "filters{predicate{alt{unset:true}}}}",
     "(unset(alt) AND nofollow = false) AND unset(alt)"},
};

INSTANTIATE_TEST_SUITE_P(Filters, FilterWriterTest, testing::ValuesIn(kWritten),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace backlinks::normalize
