// Every encoded row against the generated class: byte for byte.
#include "service/encode/row_encoder.h"

#include <limits>
#include <string>

#include "backlinks/v1/backlinks_service.pb.h"
#include "gtest/gtest.h"
#include "tests/encode/generated_row.h"
#include "tests/encode/random_row.h"
#include "tests/support/random_source.h"

namespace backlinks::encode {
namespace {

using encode_testing::Expected;
using testing_support::PrintedSeed;
using testing_support::RandomSource;

int NumberOf(std::string_view name) { return FindColumn(name)->number; }

std::string Encoded(const Row& row, const ColumnSet& deliver) {
  return std::string(RowEncoder().Encode(row, deliver));
}

struct Case {
  std::string name;
  void (*fill)(Row& row);
};

class RowEncoderTest : public testing::TestWithParam<Case> {};

TEST_P(RowEncoderTest, EqualsTheGeneratedClass) {
  Row row;
  GetParam().fill(row);
  EXPECT_EQ(Encoded(row, FullColumnSet()), Expected(row, FullColumnSet()));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RowEncoderTest,
    testing::Values(
        Case{"empty", [](Row&) {}},
        Case{"present_but_empty_text",
             [](Row& row) { row.SetText(NumberOf("title"), ""); }},
        Case{"present_zero",
             [](Row& row) { row.SetNumber(NumberOf("redirect"), 0); }},
        Case{"present_false",
             [](Row& row) { row.SetNumber(NumberOf("nofollow"), 0); }},
        Case{"epoch",
             [](Row& row) { row.SetTime(NumberOf("first_seen"), {}); }},
        Case{"minimum_and_maximum_int",
             [](Row& row) {
               using Limits = std::numeric_limits<int64_t>;
               row.SetNumber(NumberOf("page_size"), Limits::min());
               row.SetNumber(NumberOf("http_code"), Limits::max());
             }},
        Case{"earliest_time",
             [](Row& row) {
               row.SetTime(NumberOf("last_visited"),
                           {-62135596800, 999'999'999});
             }},
        Case{"nanos_only",
             [](Row& row) {
               row.SetTime(NumberOf("prev_visited"), {0, 1});
             }},
        Case{"known_link_type",
             [](Row& row) {
               row.SetWord(NumberOf("link_type"), v1::LINK_TYPE_RSS, "");
             }},
        Case{"own_link_type_word",
             [](Row& row) {
               row.SetWord(NumberOf("link_type"), v1::LINK_TYPE_UNSPECIFIED,
                           "iframe");
             }},
        Case{"set_again",
             [](Row& row) {
               row.SetText(NumberOf("title"), std::string(500, 'x'));
               row.SetText(NumberOf("title"), "last");
             }},
        Case{"long_text",
             [](Row& row) {
               row.SetText(NumberOf("anchor"), std::string(300'000, 'x'));
             }},
        Case{"empty_other_columns",
             [](Row& row) { row.mutable_other_columns(); }},
        Case{"other_columns",
             [](Row& row) {
               auto& fields = *row.mutable_other_columns().mutable_fields();
               fields["ugc"].set_bool_value(false);
               fields["first_origin"].set_string_value("recrawl");
               fields["total"].set_number_value(2.5);
               fields["none"].set_null_value({});
               auto& list = *fields["list"].mutable_list_value();
               auto& inner = *list.add_values()->mutable_struct_value();
               (*inner.mutable_fields())["a"].set_string_value("b");
             }}),
    [](const auto& info) { return info.param.name; });

TEST(RowEncoderBatch, LeavesOutWhatIsNotDelivered) {
  Row row;
  row.SetText(NumberOf("url_from"), "https://example.com/");
  row.SetNumber(NumberOf("ahrefs_rank"), 21);
  ColumnSet deliver;
  deliver.set(NumberOf("ahrefs_rank"));
  RowEncoder encoder;
  std::string batch(encoder.Encode(row, FullColumnSet()));
  batch += encoder.Encode(row, deliver);
  EXPECT_EQ(batch, Expected(row, FullColumnSet()) + Expected(row, deliver));
  v1::StreamRefpagesResponse parsed;
  ASSERT_TRUE(parsed.ParseFromString(batch));
  ASSERT_EQ(parsed.refpages_size(), 2);
  EXPECT_FALSE(parsed.refpages(1).has_url_from());
  EXPECT_EQ(parsed.refpages(1).ahrefs_rank(), 21);
}

TEST(RowEncoderProperty, RandomRowsEqualTheGeneratedClass) {
  RandomSource random(PrintedSeed());
  Row row;
  for (int i = 0; i < 5000; ++i) {
    const ColumnSet deliver = encode_testing::RandomColumns(random);
    encode_testing::FillRandomly(random, row);
    if (random.Percent(20)) {
      auto& fields = *row.mutable_other_columns().mutable_fields();
      for (int64_t n = random.Below(6); n > 0; --n) {
        fields[encode_testing::RandomText(random)].set_string_value(
            encode_testing::RandomText(random));
      }
    }
    ASSERT_EQ(Encoded(row, deliver), Expected(row, deliver)) << "row " << i;
  }
}

}  // namespace
}  // namespace backlinks::encode
