#include "service/state/redis/reply_reader.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/state/redis/command.h"
#include "tests/support/random_source.h"

namespace backlinks::state::redis {
namespace {

using ::testing::HasSubstr;

// The replies as one text, and the error.
std::string TextOf(const Reply& reply) {
  switch (reply.type) {
    case Reply::Type::kNil:
      return "nil";
    case Reply::Type::kInteger:
      return std::to_string(reply.integer);
    case Reply::Type::kString:
      return "'" + reply.text + "'";
    case Reply::Type::kStatus:
      return "+" + reply.text;
    case Reply::Type::kError:
      return "-" + reply.text;
    case Reply::Type::kArray:
      break;
  }
  std::string text = "[";
  for (const Reply& element : reply.elements) text += TextOf(element) + " ";
  return text + "]";
}

// Decodes the bytes in two pieces.
std::string Decode(std::string_view bytes, size_t split = 0,
                   const ReplyLimits& limits = {}) {
  ReplyReader reader(limits);
  std::vector<Reply> replies;
  absl::Status status = reader.Feed(bytes.substr(0, split), replies);
  if (status.ok()) status = reader.Feed(bytes.substr(split), replies);
  std::string text;
  for (const Reply& reply : replies) text += TextOf(reply) + "\n";
  return status.ok() ? text : text + std::string(status.message());
}

constexpr std::string_view kAll =
    "+OK\r\n-ERR no\r\n:-42\r\n$3\r\na\r\n\r\n$-1\r\n*-1\r\n$0\r\n\r\n*0\r\n"
    "*3\r\n:1\r\n*2\r\n$1\r\nx\r\n$-1\r\n+y\r\n";
constexpr std::string_view kAllText =
    "+OK\n-ERR no\n-42\n'a\r\n'\nnil\nnil\n''\n[]\n[1 ['x' nil ] +y ]\n";

TEST(ReplyReader, EveryTypeSplitAtEveryByte) {
  for (size_t split = 0; split <= kAll.size(); ++split) {
    // The bulk string of 3 bytes is 'a\r\n'.
    EXPECT_EQ(Decode(kAll, split), kAllText) << split;
  }
}

TEST(ReplyReader, OneByteAtATime) {
  ReplyReader reader({});
  std::vector<Reply> replies;
  for (const char byte : kAll) {
    ASSERT_TRUE(reader.Feed({&byte, 1}, replies).ok());
  }
  EXPECT_EQ(replies.size(), 9);
}

TEST(ReplyReader, HugeArrayIsRejectedBeforeItIsAllocated) {
  EXPECT_THAT(Decode("*2147483647\r\n"), HasSubstr("like Redis"));
  EXPECT_THAT(Decode("*9223372036854775807\r\n"), HasSubstr("like Redis"));
  EXPECT_THAT(Decode("*65537\r\n"), HasSubstr("like Redis"));
  EXPECT_EQ(Decode("*65536\r\n"), "");
}

TEST(ReplyReader, ElementsOfAllArraysAreCounted) {
  const ReplyLimits limits = {.max_elements = 4};
  EXPECT_EQ(Decode("*2\r\n*2\r\n:1\r\n:2\r\n:3\r\n", 0, limits),
            "[[1 2 ] 3 ]\n");
  EXPECT_THAT(Decode("*2\r\n*3\r\n", 0, limits), HasSubstr("like Redis"));
  // Of one reply, not of all.
  EXPECT_EQ(
      Decode("*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n*0\r\n*1\r\n:5\r\n", 0, limits),
      "[1 2 3 4 ]\n[]\n[5 ]\n");
}

TEST(ReplyReader, DeepNestingIsRejected) {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += "*1\r\n";
  EXPECT_THAT(Decode(bytes), HasSubstr("like Redis"));
}

TEST(ReplyReader, LongReplyIsRejected) {
  const ReplyLimits limits = {.max_bytes = 1000};
  const std::string fits = "$900\r\n" + std::string(900, 'x') + "\r\n";
  EXPECT_EQ(Decode(fits + fits, 0, limits).size(), 2 * 903);
  EXPECT_THAT(Decode("$2000\r\n" + std::string(1000, 'x'), 500, limits),
              HasSubstr("more than 1000 bytes"));
}

TEST(ReplyReader, LongLineIsRejected) {
  EXPECT_THAT(Decode("+" + std::string(70000, 'x')), HasSubstr("a line has"));
  const std::string value(1 << 20, 'x');
  EXPECT_EQ(Decode("$1048576\r\n" + value + "\r\n", 200000).size(),
            value.size() + 3);
}

TEST(ReplyReader, OtherProtocolsAreRejected) {
  for (const char* bytes :
       {"HTTP/1.1 400 Bad Request\r\n\r\n", "\r\n", "\x16\x03",
        "%1\r\n+a\r\n+b\r\n", "$-2\r\n", "*-2\r\n"}) {
    EXPECT_THAT(Decode(bytes), HasSubstr("like Redis")) << bytes;
  }
}

// Bytes of the protocol in random order, so that many are nearly valid.
std::string Garbage(testing_support::RandomSource& random) {
  constexpr std::string_view kPieces[] = {
      "*",           "$",      "+", ":",  "-",     "\r\n", "\r",
      "\n",          "0",      "1", "2",  "-1",    "9999", "*2\r\n",
      "$1\r\nx\r\n", ":7\r\n", "x", "\0", "%1\r\n"};
  std::string bytes;
  const auto count = 1 + random.Below(30);
  for (uint64_t i = 0; i < static_cast<uint64_t>(count); ++i) {
    bytes += kPieces[random.Below(std::size(kPieces))];
  }
  return bytes;
}

TEST(ReplyReader, GarbageIsTheSameHoweverItIsSplit) {
  testing_support::RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < 2000; ++i) {
    const std::string bytes = Garbage(random);
    const std::string whole = Decode(bytes);
    for (size_t split = 1; split < bytes.size(); ++split) {
      ASSERT_EQ(Decode(bytes, split), whole) << split << " of " << bytes;
    }
  }
}

TEST(EncodeCommand, LengthsAreOfBytes) {
  using namespace std::string_literals;
  EXPECT_EQ(EncodeCommand({"SET", "k\0\r\n"s, ""}),
            "*3\r\n$3\r\nSET\r\n$4\r\nk\0\r\n\r\n$0\r\n\r\n"s);
}

}  // namespace
}  // namespace backlinks::state::redis
