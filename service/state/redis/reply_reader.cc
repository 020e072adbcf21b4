#include "service/state/redis/reply_reader.h"

#include <utility>

#include "fmt/format.h"

namespace backlinks::state::redis {
namespace {

// Of a number, a status or an error. hiredis looks for its end again with each
// piece that arrives.
constexpr size_t kMaxLineBytes = size_t{64} << 10;

absl::Status NotRedis(std::string_view why) {
  return absl::DataLossError(
      fmt::format("it does not respond like Redis: {}", why));
}

}  // namespace

ReplyReader::ReplyReader(const ReplyLimits& limits)
    : limits_(limits),
      builder_(limits.max_elements),
      reader_(redisReaderCreateWithFunctions(ReplyBuilder::Functions())) {
  reader_->privdata = &builder_;
}

std::string_view ReplyReader::Pending() const {
  return {reader_->buf + reader_->pos, reader_->len - reader_->pos};
}

absl::Status ReplyReader::CheckPending() const {
  if (reply_bytes_ > limits_.max_bytes) {
    return NotRedis(
        fmt::format("a reply has more than {} bytes", limits_.max_bytes));
  }
  const std::string_view pending = Pending();
  if (pending.size() > kMaxLineBytes &&
      pending.substr(0, kMaxLineBytes).find('\r') == pending.npos) {
    return NotRedis(
        fmt::format("a line has more than {} bytes", kMaxLineBytes));
  }
  return absl::OkStatus();
}

absl::Status ReplyReader::Feed(std::string_view bytes,
                               std::vector<Reply>& replies) {
  redisReaderFeed(reader_.get(), bytes.data(), bytes.size());
  reply_bytes_ += bytes.size();
  while (true) {
    void* found = nullptr;
    if (redisReaderGetReply(reader_.get(), &found) != REDIS_OK) {
      return NotRedis(static_cast<const char*>(reader_->errstr));
    }
    if (found == nullptr) return CheckPending();
    auto reply = builder_.Take();
    if (!reply) return NotRedis("a reply is not of RESP2");
    replies.push_back(*std::move(reply));
    reply_bytes_ = Pending().size();
  }
}

}  // namespace backlinks::state::redis
