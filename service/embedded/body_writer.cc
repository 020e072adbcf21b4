#include "service/embedded/body_writer.h"

#include <algorithm>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"

namespace backlinks::embedded {
namespace {

namespace asio = boost::asio;

constexpr int kFastest = 1;
// A small window and small tables: 64 KiB of memory for a response instead of
// 256, for a sixth more bytes on what is usually a loopback connection.
constexpr int kGzip = 13 + 16;
constexpr int kMemory = 6;
constexpr std::string_view kGarbage = "\x01garbage}]<";

}  // namespace

BodyWriter::BodyWriter(http_server::HttpReply& reply, bool gzip,
                       const Fault& fault)
    : reply_(reply), fault_(fault) {
  if (!gzip) return;
  deflate_ = std::make_unique<z_stream>();
  deflateInit2(deflate_.get(), kFastest, Z_DEFLATED, kGzip, kMemory,
               Z_DEFAULT_STRATEGY);
}

BodyWriter::~BodyWriter() {
  if (deflate_) deflateEnd(deflate_.get());
}

std::string_view BodyWriter::Encode(int flush) {
  if (!deflate_) return pending_;
  compressed_.resize(deflateBound(deflate_.get(), pending_.size()));
  deflate_->next_in = reinterpret_cast<Bytef*>(pending_.data());
  deflate_->avail_in = static_cast<uInt>(pending_.size());
  deflate_->next_out = reinterpret_cast<Bytef*>(compressed_.data());
  deflate_->avail_out = static_cast<uInt>(compressed_.size());
  deflate(deflate_.get(), flush);
  compressed_.resize(compressed_.size() - deflate_->avail_out);
  return compressed_;
}

asio::awaitable<bool> BodyWriter::Flush() {
  // The compressor is flushed, so that the peer can use all sent bytes at once.
  const std::string_view bytes = Encode(Z_SYNC_FLUSH);
  const bool ok = co_await Send(bytes);
  pending_.clear();
  co_return ok;
}

// co_await is a statement of its own: GCC 12 miscompiles it as a condition
// here.
asio::awaitable<bool> BodyWriter::FlushAndBreak() {
  const bool ok = co_await Flush();
  if (!ok) co_return false;
  co_return co_await Break();
}

asio::awaitable<bool> BodyWriter::End() {
  const std::string_view bytes = Encode(Z_FINISH);
  const bool ok = co_await Send(bytes);
  pending_.clear();
  if (!ok) co_return false;
  if (breaks_by_bytes()) co_return co_await Break();
  co_return co_await reply_.End();
}

asio::awaitable<bool> BodyWriter::Send(std::string_view bytes) {
  if (!breaks_by_bytes()) co_return co_await reply_.Write(bytes);
  const auto left = static_cast<size_t>(fault_.after_bytes - sent_bytes_);
  const std::string_view part = bytes.substr(0, left);
  sent_bytes_ += static_cast<int64_t>(part.size());
  if (!co_await reply_.Write(part)) co_return false;
  if (sent_bytes_ < fault_.after_bytes) co_return true;
  co_return co_await Break();
}

asio::awaitable<bool> BodyWriter::Break() {
  if (fault_.body == Fault::Body::kGarbage) {
    co_await reply_.Write(kGarbage);
    co_await reply_.End();
  } else if (fault_.body == Fault::Body::kStall) {
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  } else {
    reply_.Abort(fault_.body == Fault::Body::kReset);
  }
  co_return false;
}

}  // namespace backlinks::embedded
