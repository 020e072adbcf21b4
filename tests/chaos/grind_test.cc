// Cuts the upstream's answer at every byte of a small page and at every row of
// a large one: the client gets each row once, in order.
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "tests/chaos/breaking.h"
#include "tests/chaos/density.h"
#include "tests/chaos/streams.h"

namespace backlinks::chaos {
namespace {

// How much a stream asks for: so many rows, which makes one page in the
// upstream's own order, or all there are, which makes pages in an order of
// the server's.
enum class Extent { kLimit, kAllRows };

constexpr int64_t kAnyPrice = 1'000'000'000;

v1::StreamRefpagesRequest MakeRequest(size_t cut, int64_t rows, Extent extent) {
  v1::StreamRefpagesRequest request = RequestFor(TargetCutAt(cut), rows);
  if (extent == Extent::kAllRows) {
    request.set_all_rows(true);
    request.mutable_max_price()->set_milli_amount(kAnyPrice);
  }
  return request;
}

class Grind {
 public:
  Grind(const Break& how, Extent extent, int64_t rows,
        const std::string& coding = "")
      : how_(how),
        extent_(extent),
        rows_(rows),
        expected_(Count(rows)),
        upstream_(BreakFirstAnswer(rows, how, coding)),
        server_(ServerFixture::On(upstream_.url(), FlagsFor(how))) {}

  // Cuts one stream at each of these bytes of the whole answer, after its
  // head; where all rows are here before the cut, nothing is resumed.
  void Run(const std::vector<size_t>& cuts, size_t last_row_end,
           const std::vector<std::string>& more_columns = {}) {
    const absl::Time start = absl::Now();
    int64_t resumes = 0;
    RunStreams(
        server_, cuts.size(), kStreamsAtOnce,
        [&](size_t i) {
          auto request = MakeRequest(cuts[i], rows_, extent_);
          for (const std::string& column : more_columns) {
            request.mutable_query()->mutable_read_mask()->add_paths(column);
          }
          return request;
        },
        [&](size_t i, const Outcome& outcome) {
          resumes += outcome.summary.resume_count();
          Judge(cuts[i], cuts[i] >= last_row_end, outcome);
        });
    fmt::print("{} streams cut by {}, {} resumes, {} requests, {:.1f} s\n",
               cuts.size(), how_.name, resumes, upstream_.request_count(),
               absl::ToDoubleSeconds(absl::Now() - start));
  }

 private:
  void Judge(size_t cut, bool had_all, const Outcome& outcome) {
    SCOPED_TRACE(fmt::format("cut at byte {}", cut));
    EXPECT_TRUE(outcome.status.ok()) << outcome.status;
    EXPECT_TRUE(outcome.ranks == expected_)
        << outcome.ranks.size() << " rows, or in another order";
    const bool is_done = had_all && extent_ == Extent::kLimit;
    EXPECT_EQ(outcome.summary.end_reason(), extent_ == Extent::kLimit
                                                ? v1::END_REASON_LIMIT
                                                : v1::END_REASON_EXHAUSTED);
    // A busy machine may seem silent once more.
    const int64_t resumes = outcome.summary.resume_count();
    if (is_done) {
      EXPECT_EQ(resumes, 0);
    } else if (how_.is_silence()) {
      EXPECT_GE(resumes, 1);
    } else {
      EXPECT_EQ(resumes, 1);
    }
    EXPECT_EQ(upstream_.Requests(TargetCutAt(cut)).size(), 1 + resumes);
  }

  const Break how_;
  const Extent extent_;
  const int64_t rows_;
  const std::vector<int64_t> expected_;
  CuttingUpstream upstream_;
  ServerFixture server_;
};

class BytesTest : public testing::TestWithParam<std::tuple<Break, Extent>> {};

TEST_P(BytesTest, AnInterruptionAtEveryByteOfAPageLosesAndRepeatsNothing) {
  const auto& [how, extent] = GetParam();
  constexpr int64_t kRows = 50;
  const std::string answer =
      FirstAnswer({"url_from", "ahrefs_rank"}, kRows, kRows, how);
  std::vector<size_t> cuts;
  for (size_t cut = HeadBytes(answer); cut < answer.size(); cut += kByteStep) {
    cuts.push_back(cut);
  }
  fmt::print("every {} of {} bytes: ", kByteStep, answer.size());
  Grind(how, extent, kRows).Run(cuts, answer.rfind("}]") + 1, {"url_from"});
}

INSTANTIATE_TEST_SUITE_P(
    Grind, BytesTest,
    testing::Combine(testing::ValuesIn(kBreaks),
                     testing::Values(Extent::kLimit, Extent::kAllRows)),
    [](const auto& test) {
      return fmt::format(
          "{}{}", std::get<0>(test.param).name,
          std::get<1>(test.param) == Extent::kLimit ? "Limit" : "AllRows");
    });

class RowsTest : public testing::TestWithParam<Break> {};

TEST_P(RowsTest, AnInterruptionAtEveryRowOfALargePageLosesAndRepeatsNothing) {
  constexpr int64_t kRows = 5000;
  const std::string answer =
      FirstAnswer({"ahrefs_rank"}, kRows, kRows, GetParam());
  std::vector<size_t> cuts;
  size_t end = 0;
  for (int64_t row = 0; row < kRows; ++row) {
    end = answer.find('}', end) + 1;
    if (row % kRowStep == 0) cuts.push_back(end);
  }
  fmt::print("every {} of {} rows: ", kRowStep, kRows);
  Grind(GetParam(), Extent::kLimit, kRows).Run(cuts, end);
}

INSTANTIATE_TEST_SUITE_P(Grind, RowsTest, testing::ValuesIn(kBreaks),
                         [](const auto& test) { return test.param.name; });

class GzipTest : public testing::TestWithParam<Break> {};

TEST_P(GzipTest, AnInterruptionInACompressedPageLosesAndRepeatsNothing) {
  constexpr int64_t kRows = 5000;
  const std::string answer =
      FirstAnswer({"ahrefs_rank"}, kRows, kRows, GetParam(), "gzip");
  std::vector<size_t> cuts;
  for (size_t cut = HeadBytes(answer); cut < answer.size(); cut += kGzipStep) {
    cuts.push_back(cut);
  }
  fmt::print("every {} of {} bytes: ", kGzipStep, answer.size());
  // How many bytes the last row needs only the inflater knows: with all rows
  // asked for that makes no difference.
  Grind(GetParam(), Extent::kAllRows, kRows, "gzip").Run(cuts, answer.size());
}

INSTANTIATE_TEST_SUITE_P(Grind, GzipTest, testing::ValuesIn(kBreaks),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace backlinks::chaos
