// Client and RefpageStream against a service in this process.
#include "backlinks/refpage_stream.h"

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "backlinks/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "tests/client/fake_service.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::testing_client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Rows 1 to 5, with an empty message in their midst.
Script FiveRows() {
  return {.messages = {Rows({1, 2}, "first"), Rows({}, "second"), Rows({3, 4}),
                       Rows({5}, "third"), Summary(v1::END_REASON_LIMIT)}};
}

Client To(const FakeService& service) {
  // Resuming has tests of its own.
  return Client({.server = service.address(), .resume = {.max_attempts = 0}});
}

v1::StreamRefpagesRequest Request() {
  v1::StreamRefpagesRequest request;
  request.mutable_query()->set_target("github.com");
  request.set_row_limit(5);
  return request;
}

std::vector<int64_t> Ranks(RefpageStream& stream) {
  std::vector<int64_t> ranks;
  for (const v1::Refpage& row : stream) ranks.push_back(row.ahrefs_rank());
  return ranks;
}

TEST(Stream, GivesRowsInARange) {
  FakeService service(FiveRows());
  RefpageStream stream = To(service).StreamRefpages(Request());
  EXPECT_FALSE(stream.summary());
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_TRUE(stream.Finish().ok());
  ASSERT_TRUE(stream.summary());
  EXPECT_EQ(stream.summary()->end_reason(), v1::END_REASON_LIMIT);
  EXPECT_EQ(stream.resume_token(), "third");
  EXPECT_EQ(stream.NextRow(), nullptr);
  EXPECT_FALSE(service.WaitForCancel());
  EXPECT_EQ(service.request().SerializeAsString(),
            Request().SerializeAsString());
}

TEST(Stream, GivesMessagesWhole) {
  FakeService service(FiveRows());
  RefpageStream stream = To(service).StreamRefpages(Request());
  std::vector<int> sizes;
  while (const auto* message = stream.NextMessage()) {
    sizes.push_back(message->refpages_size());
  }
  EXPECT_THAT(sizes, ElementsAre(2, 0, 2, 1, 0));
  EXPECT_TRUE(stream.Finish().ok());
}

TEST(Stream, MayHaveNoRows) {
  FakeService service({.messages = {Summary(v1::END_REASON_EXHAUSTED)}});
  RefpageStream stream = To(service).StreamRefpages(Request());
  EXPECT_THAT(Ranks(stream), IsEmpty());
  EXPECT_TRUE(stream.Finish().ok());
  EXPECT_EQ(stream.resume_token(), "");
}

TEST(ForEachRow, CallsBackForEveryRow) {
  FakeService service(FiveRows());
  int64_t sum = 0;
  const absl::Status status =
      To(service).ForEachRow(Request(), [&sum](const v1::Refpage& row) {
        sum += row.ahrefs_rank();
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(sum, 15);
  EXPECT_FALSE(service.WaitForCancel());
}

TEST(ForEachRow, CancelsOnceItHasEnough) {
  FakeService service({.messages = {Rows({1, 2, 3})}, .without_end = true});
  int rows = 0;
  const absl::Status status = To(service).ForEachRow(
      Request(), [&rows](const v1::Refpage&) { return ++rows < 2; });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(rows, 2);
  EXPECT_TRUE(service.WaitForCancel());
}

TEST(Stream, LeftInItsMidstIsCancelled) {
  FakeService service({.messages = {Rows({1})}, .without_end = true});
  {
    RefpageStream stream = To(service).StreamRefpages(Request());
    ASSERT_NE(stream.NextRow(), nullptr);
  }
  EXPECT_TRUE(service.WaitForCancel());
}

TEST(Stream, IsCancelledFromAnotherThread) {
  FakeService service({.messages = {Rows({1})}, .then_silence = true});
  RefpageStream stream = To(service).StreamRefpages(Request());
  ASSERT_NE(stream.NextRow(), nullptr);
  std::thread other([&stream] { stream.Cancel(); });
  EXPECT_EQ(stream.NextRow(), nullptr);
  other.join();
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(service.WaitForCancel());
}

TEST(Stream, MovesWithItsCall) {
  FakeService service(FiveRows());
  RefpageStream first = To(service).StreamRefpages(Request());
  RefpageStream second = std::move(first);
  EXPECT_THAT(Ranks(second), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_TRUE(second.Finish().ok());
}

TEST(Stream, AssignedOverIsCancelled) {
  FakeService endless({.messages = {Rows({9})}, .without_end = true});
  FakeService service(FiveRows());
  RefpageStream stream = To(endless).StreamRefpages(Request());
  stream = To(service).StreamRefpages(Request());
  EXPECT_TRUE(endless.WaitForCancel());
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 2, 3, 4, 5));
}

TEST(Stream, TellsAnErrorWithEveryViolation) {
  FakeService service(
      {.messages = {},
       .status = ToGrpcStatus(MakeInvalid(
           Reason::kInvalidQuery,
           {{"query.target", "is empty"}, {"query.mode", "is unspecified"}}))});
  RefpageStream stream = To(service).StreamRefpages(Request());
  EXPECT_EQ(stream.NextRow(), nullptr);
  const absl::Status status = stream.Finish();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(GetReason(status), Reason::kInvalidQuery);
  const auto violations = GetViolations(status);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[1].path, "query.mode");
  EXPECT_EQ(violations[1].description, "is unspecified");
}

TEST(Stream, KeepsTheRowsBeforeAnError) {
  FakeService service({.messages = {Rows({1, 2}, "token")},
                       .status = ToGrpcStatus(
                           MakeError(Reason::kUpstreamUnavailable, "reset"))});
  RefpageStream stream = To(service).StreamRefpages(Request());
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 2));
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(GetReason(stream.Finish()), Reason::kUpstreamUnavailable);
  EXPECT_EQ(stream.resume_token(), "token");
  EXPECT_FALSE(stream.summary());
}

TEST(Stream, HoldsItsTimeout) {
  FakeService service({.messages = {}, .then_silence = true});
  RefpageStream stream =
      To(service).StreamRefpages(Request(), absl::Milliseconds(50));
  EXPECT_EQ(stream.NextRow(), nullptr);
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(Client, GoesOverASocketOfTheFileSystem) {
  const testing_file::TemporaryFolder folder;
  FakeService service(FiveRows(), "unix:" + folder.path("socket"));
  Client client({.server = service.address(), .user_agent = "a-test"});
  RefpageStream stream = client.StreamRefpages(Request());
  EXPECT_THAT(Ranks(stream), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(service.user_agent(), StartsWith("a-test"));
}

TEST(Client, TellsThatItsCertificatesCannotBeRead) {
  Client client({.ca_file = "/no/such/file.pem"});
  RefpageStream stream = client.StreamRefpages(Request());
  stream.Cancel();
  EXPECT_EQ(stream.NextRow(), nullptr);
  EXPECT_EQ(stream.NextMessage(), nullptr);
  EXPECT_EQ(stream.Finish().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(stream.Finish().message()),
              HasSubstr("/no/such/file.pem"));
  const absl::Status status =
      client.ForEachRow(Request(), [](const v1::Refpage&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace backlinks::testing_client
