// Streams whose messages have Arrow batches.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/stream/streamer_fixture.h"
#include "tests/support/arrow/ipc_reader.h"

namespace backlinks::stream::testing_fakes {
namespace {

class ArrowStreamTest : public RefpageStreamerTest {
 protected:
  ArrowStreamTest() {
    plan_.arrow_columns = {FindColumn("ahrefs_rank"), FindColumn("url_from")};
  }

  std::vector<int64_t> ArrowRanks() const {
    std::vector<int64_t> ranks;
    for (const auto& row : testing_arrow::RowsOf(writer_.messages)) {
      ranks.push_back(row.ahrefs_rank());
      EXPECT_TRUE(row.has_url_from());
    }
    return ranks;
  }
};

TEST_F(ArrowStreamTest, EveryMessageHasItsBatchAndItsToken) {
  options_.sender.max_batch_bytes = 100;
  exchange_.script.push_back(Answer(PageOf(0, 50)));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(ArrowRanks(), Range(0, 50));
  ASSERT_GT(writer_.messages.size(), 2);
  int64_t rows = 0;
  for (const auto& message : writer_.messages) {
    rows += message.arrow_row_count();
    EXPECT_EQ(message.progress().sent_row_count(), rows);
    EXPECT_EQ(CursorOf(message).sent, rows);
  }
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_EXHAUSTED);
  EXPECT_EQ(record_.sent_rows, 50);
}

TEST_F(ArrowStreamTest, WithoutRowsThereIsStillASchema) {
  exchange_.script.push_back(Answer(PageOf(0, 0)));
  ASSERT_TRUE(Run().ok());
  ASSERT_EQ(writer_.messages.size(), 1);
  EXPECT_EQ(ArrowRanks(), Range(0, 0));
  EXPECT_NE(writer_.messages[0].arrow_schema(), "");
}

TEST_F(ArrowStreamTest, ResumesAfterAnInterruptionOfTheUpstream) {
  const std::string page = PageOf(0, 10);
  exchange_.script = {
      {{200, {}},
       {Piece(page.substr(0, PageOf(0, 5).size() - 2)),
        Fail(MakeError(Reason::kUpstreamUnavailable, "reset"))}},
      Answer(PageOf(4, 10))};
  plan_.row_limit = 10;
  const absl::Status status = Run();
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(ArrowRanks(), Range(0, 10));
  EXPECT_EQ(Summary().resume_count(), 1);
}

TEST_F(ArrowStreamTest, ResumesWithATokenOfRows) {
  exchange_.script.push_back(Answer(PageOf(0, 5)));
  plan_.row_limit = 5;
  plan_.arrow_columns.clear();
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 5));
  const Cursor cursor = CursorOf(writer_.messages.back());
  Restart();
  cursor_ = cursor;
  plan_.row_limit = 10;
  plan_.arrow_columns = {FindColumn("ahrefs_rank"), FindColumn("url_from")};
  exchange_.script.push_back(Answer(PageOf(4, 10)));
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(ArrowRanks(), Range(5, 10));
}

TEST_F(ArrowStreamTest, RowAboveTheLimitEndsTheStreamAfterTheRowsBefore) {
  options_.sender.max_row_bytes = 200;
  const std::string page = PageOf(0, 3);
  exchange_.script.push_back(Answer(page.substr(0, page.size() - 2) +
                                    R"(,{"url_from":"http://)" +
                                    std::string(300, 'a') + R"("}]})"));
  const absl::Status status = Run();
  EXPECT_EQ(GetReason(status), Reason::kUpstreamMalformed);
  EXPECT_EQ(ArrowRanks(), Range(0, 3));
}

}  // namespace
}  // namespace backlinks::stream::testing_fakes
