// The body of one answer on its way out: gathered in pieces, compressed if the
// peer takes that, broken off where a fault says so.
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

namespace backlinks {

class BodyWriter {
 public:
  BodyWriter(HttpReply& reply, bool gzip, const Fault& fault);
  ~BodyWriter();
  BodyWriter(const BodyWriter&) = delete;
  BodyWriter& operator=(const BodyWriter&) = delete;

  // What is to be sent; call Flush when it is large.
  std::string& pending() { return pending_; }
  bool is_large() const { return pending_.size() >= kPieceBytes; }

  // Sends what is pending; false: the peer is gone, or the fault has come.
  boost::asio::awaitable<bool> Flush();
  // Sends what is pending; then the fault comes.
  boost::asio::awaitable<bool> FlushAndBreak();
  // Sends all of it and ends the answer.
  boost::asio::awaitable<bool> End();

 private:
  static constexpr size_t kPieceBytes = 64 << 10;

  boost::asio::awaitable<bool> Send(std::string_view bytes);
  boost::asio::awaitable<bool> Break();
  // Whether the fault comes after a number of bytes.
  bool breaks_by_bytes() const {
    return fault_.body != Fault::Body::kWhole && !fault_.after_rows;
  }
  // What is pending, as it goes over the wire.
  std::string_view Encode(int flush);

  HttpReply& reply_;
  const Fault& fault_;
  std::unique_ptr<z_stream> deflate_;  // Null: not compressed.
  std::string pending_;
  std::string compressed_;
  int64_t sent_bytes_ = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_BODY_WRITER_H_
