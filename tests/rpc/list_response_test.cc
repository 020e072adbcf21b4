#include "service/rpc/list_response.h"

#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"

namespace backlinks::rpc {
namespace {

bool Write(ListResponse& response, std::string message) {
  bool written = false;
  boost::asio::io_context io;
  boost::asio::co_spawn(io, response.Write(std::move(message)),
                        [&](const std::exception_ptr& thrown, bool result) {
                          EXPECT_FALSE(thrown);
                          written = result;
                        });
  io.run();
  return written;
}

std::vector<grpc::Slice> Slices(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(bytes.Dump(&slices).ok());
  return slices;
}

std::string Joined(const grpc::ByteBuffer& bytes) {
  std::string joined;
  for (const grpc::Slice& slice : Slices(bytes)) {
    joined.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return joined;
}

// A row as field 1 of a message, whatever its bytes are.
std::string Field1(const std::string& row) {
  return "\x0A" + std::string(1, static_cast<char>(row.size())) + row;
}

v1::StreamRefpagesResponse Message(int first_rank, int rows) {
  v1::StreamRefpagesResponse message;
  for (int i = 0; i < rows; ++i) {
    message.add_refpages()->set_ahrefs_rank(first_rank + i);
  }
  message.set_resume_token("not for the list");
  message.mutable_progress()->set_sent_row_count(first_rank + rows);
  return message;
}

TEST(ListResponseTest, HasTheBytesOfTheGeneratedMessage) {
  v1::StreamRefpagesResponse last = Message(3, 1);
  last.mutable_summary()->set_end_reason(v1::END_REASON_LIMIT);
  last.mutable_summary()->set_page_count(2);
  ListResponse response;
  EXPECT_TRUE(Write(response, Message(0, 3).SerializeAsString()));
  EXPECT_TRUE(Write(response, Message(3, 0).SerializeAsString()));
  EXPECT_TRUE(Write(response, last.SerializeAsString()));
  EXPECT_EQ(response.summary().page_count(), 2);

  v1::ListRefpagesResponse expected;
  for (int i = 0; i < 4; ++i) expected.add_refpages()->set_ahrefs_rank(i);
  *expected.mutable_summary() = last.summary();
  EXPECT_EQ(Joined(response.Serialize("")), expected.SerializeAsString());
  expected.set_next_page_token("next");
  EXPECT_EQ(Joined(response.Serialize("next")), expected.SerializeAsString());
}

TEST(ListResponseTest, WithoutRowsHasTheSummaryAlone) {
  v1::StreamRefpagesResponse last;
  last.mutable_summary()->set_page_count(1);
  ListResponse response;
  EXPECT_TRUE(Write(response, last.SerializeAsString()));
  v1::ListRefpagesResponse expected;
  expected.mutable_summary()->set_page_count(1);
  EXPECT_EQ(Joined(response.Serialize("")), expected.SerializeAsString());
}

TEST(ListResponseTest, DoesNotParseTheRows) {
  // Neither of them is a message, so that parsing would fail.
  const std::string rows = Field1("\xFF\xFF") + Field1("\x0A\x7F");
  ListResponse response;
  EXPECT_TRUE(Write(response, rows + Message(0, 0).SerializeAsString()));
  EXPECT_EQ(Joined(response.Serialize("")).substr(0, rows.size()), rows);
}

TEST(ListResponseTest, SendsTheBytesOfTheRowsWithoutACopy) {
  std::string message = Message(0, 100).SerializeAsString();
  const auto* const data = reinterpret_cast<const uint8_t*>(message.data());
  ListResponse response;
  boost::asio::io_context io;
  boost::asio::co_spawn(io, response.Write(std::move(message)),
                        [](const std::exception_ptr&, bool) {});
  io.run();
  EXPECT_EQ(Slices(response.Serialize("")).front().begin(), data);
}

TEST(ListResponseTest, RejectsWhatIsNoMessageOfAStream) {
  ListResponse response;
  EXPECT_FALSE(Write(response, "\xFF"));
  EXPECT_FALSE(Write(response, Field1("row") + "\x0A\x7F"));
  // A row after another field.
  EXPECT_FALSE(Write(response, Message(0, 0).SerializeAsString() + Field1("")));
}

}  // namespace
}  // namespace backlinks::rpc
