// Writes the body of one response: buffers it in pieces, compresses it if the
// peer accepts that, and interrupts it where the fault is due.
//
// Threads: one executor.
#ifndef BACKLINKS_SERVICE_EMBEDDED_BODY_WRITER_H_
#define BACKLINKS_SERVICE_EMBEDDED_BODY_WRITER_H_

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "boost/asio/awaitable.hpp"
#include "service/embedded/fault.h"
#include "service/http_server/http_server.h"

namespace backlinks::embedded {

class BodyWriter {
 public:
  BodyWriter(http_server::HttpReply& reply, bool gzip, const Fault& fault);
  ~BodyWriter();
  BodyWriter(const BodyWriter&) = delete;
  BodyWriter& operator=(const BodyWriter&) = delete;

  // Returns the buffer to append to. Call Flush when it is large.
  std::string& pending() { return pending_; }
  bool is_large() const { return pending_.size() >= kPieceBytes; }

  // Sends the pending bytes. Returns false if the peer has disconnected or the
  // fault is due.
  boost::asio::awaitable<bool> Flush();
  // Sends the pending bytes, and then causes the fault.
  boost::asio::awaitable<bool> FlushAndBreak();
  // Sends the pending bytes and ends the response.
  boost::asio::awaitable<bool> End();

 private:
  static constexpr size_t kPieceBytes = 64 << 10;

  boost::asio::awaitable<bool> Send(std::string_view bytes);
  boost::asio::awaitable<bool> Break();
  // Returns whether the fault is due after a number of bytes.
  bool breaks_by_bytes() const {
    return fault_.body != Fault::Body::kWhole && !fault_.after_rows;
  }
  // Returns the pending bytes as they are sent, compressed if that is enabled.
  std::string_view Encode(int flush);

  http_server::HttpReply& reply_;
  const Fault& fault_;
  std::unique_ptr<z_stream> deflate_;  // Null if not compressed.
  std::string pending_;
  std::string compressed_;
  int64_t sent_bytes_ = 0;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_BODY_WRITER_H_
