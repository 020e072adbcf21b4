#include "service/stream/batcher.h"

#include <memory>
#include <random>
#include <string>

#include "backlinks/v1/backlinks_service.pb.h"
#include "gtest/gtest.h"
#include "service/common/column/column.h"
#include "service/common/status/status.h"
#include "service/encode/batch_encoder.h"
#include "service/encode/row_encoder.h"

namespace backlinks::stream {
namespace {

constexpr size_t kMaxRow = 500 << 10;

Row RowWithTitle(size_t size) {
  Row row;
  row.SetText(FindColumn("title")->number, std::string(size, 't'));
  return row;
}

std::unique_ptr<encode::BatchEncoder> RowsAsMessages() {
  Plan plan;
  plan.deliver = FullColumnSet();
  return encode::MakeBatchEncoder(plan);
}

v1::StreamRefpagesResponse Parse(const Batch& batch) {
  v1::StreamRefpagesResponse response;
  EXPECT_TRUE(response.ParseFromString(batch.bytes));
  return response;
}

TEST(BatcherTest, EmptyHasNothing) {
  plan::StreamPosition position{Cursor()};
  Batcher batcher(100, kMaxRow, RowsAsMessages(), position);
  EXPECT_TRUE(batcher.empty());
  batcher.Close();
  EXPECT_FALSE(batcher.ready());
}

TEST(BatcherTest, ClosesWhenFull) {
  plan::StreamPosition position{Cursor()};
  Batcher batcher(100, kMaxRow, RowsAsMessages(), position);
  ASSERT_TRUE(batcher.Add(RowWithTitle(60)).ok());
  EXPECT_FALSE(batcher.ready());
  EXPECT_FALSE(batcher.empty());
  ASSERT_TRUE(batcher.Add(RowWithTitle(60)).ok());
  ASSERT_TRUE(batcher.ready());
  const Batch batch = batcher.Take();
  EXPECT_EQ(batch.rows, 2);
  EXPECT_EQ(Parse(batch).refpages_size(), 2);
  EXPECT_TRUE(batcher.empty());
}

TEST(BatcherTest, BatchHasThePositionAtWhichItWasClosed) {
  plan::StreamPosition position{Cursor()};
  Batcher batcher(100, kMaxRow, RowsAsMessages(), position);
  position.ReadRow(0, 0);
  ASSERT_TRUE(batcher.Add(RowWithTitle(200)).ok());
  position.ReadRow(1, 0);
  EXPECT_EQ(batcher.Take().cursor.scanned, 1);
  position.ReadRow(2, 0);
  ASSERT_TRUE(batcher.Add(RowWithTitle(20)).ok());
  position.ReadRow(3, 0);
  batcher.Close();
  EXPECT_EQ(batcher.Take().cursor.scanned, 4);
}

TEST(BatcherTest, RowAboveTheLimitIsRejectedAndTheRestIsKept) {
  plan::StreamPosition position{Cursor()};
  Batcher batcher(kMaxBatchBytes, kMaxRow, RowsAsMessages(), position);
  ASSERT_TRUE(batcher.Add(RowWithTitle(10)).ok());
  const absl::Status status = batcher.Add(RowWithTitle(kMaxRow));
  EXPECT_EQ(GetReason(status), Reason::kUpstreamMalformed);
  EXPECT_NE(status.message().find("--max_row_bytes"), std::string::npos);
  batcher.Close();
  EXPECT_EQ(Parse(batcher.Take()).refpages_size(), 1);
}

TEST(BatcherTest, RowOfTheLimitIsAccepted) {
  Row row = RowWithTitle(1000);
  encode::RowEncoder encoder;
  const std::string_view bytes = encoder.Encode(row, FullColumnSet());
  plan::StreamPosition position{Cursor()};
  Batcher batcher(kMaxBatchBytes, bytes.size(), RowsAsMessages(), position);
  EXPECT_TRUE(batcher.Add(row).ok());
  Batcher smaller(kMaxBatchBytes, bytes.size() - 1, RowsAsMessages(), position);
  EXPECT_FALSE(smaller.Add(row).ok());
}

TEST(BatcherTest, NoRowIsLostOrRepeatedAndNoMessageIsTooLarge) {
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  plan::StreamPosition position{Cursor()};
  Batcher batcher(64 << 10, kMaxRow, RowsAsMessages(), position);
  const int rank = FindColumn("ahrefs_rank")->number;
  constexpr int kRows = 3000;
  int64_t next = 0;
  const auto take = [&] {
    const Batch batch = batcher.Take();
    EXPECT_LT(batch.bytes.size(), 1 << 20);
    const auto response = Parse(batch);
    EXPECT_EQ(batch.rows, response.refpages_size());
    for (const v1::Refpage& row : response.refpages()) {
      EXPECT_EQ(row.ahrefs_rank(), next++);
    }
    EXPECT_EQ(batch.cursor.scanned, next);
  };
  for (int i = 0; i < kRows; ++i) {
    Row row = RowWithTitle(random() % (random() % 50 == 0 ? 400'000 : 500));
    row.SetNumber(rank, i);
    position.ReadRow(i, 0);
    ASSERT_TRUE(batcher.Add(row).ok());
    if (random() % 3 == 0) {
      while (batcher.ready()) take();
    }
  }
  batcher.Close();
  while (batcher.ready()) take();
  EXPECT_EQ(next, kRows);
}

}  // namespace
}  // namespace backlinks::stream
