// The interface to the client: writes messages, one at a time.
#ifndef BACKLINKS_SERVICE_STREAM_MESSAGE_WRITER_H_
#define BACKLINKS_SERVICE_STREAM_MESSAGE_WRITER_H_

#include <string>

#include "boost/asio/awaitable.hpp"

namespace backlinks::stream {

class MessageWriter {
 public:
  virtual ~MessageWriter() = default;

  // Writes one serialized message once the transport has accepted the previous
  // one. This is the backpressure, and lets the caller prepare the next message
  // while one is being sent. Returns false if the client is gone. At most one
  // write at a time. Moves from the message, which is a reference because GCC
  // 12 miscompiles by-value strings of awaited calls. Cancel: not honored; a
  // cancelled call ends the write by itself.
  virtual boost::asio::awaitable<bool> Write(std::string&& message) = 0;

  // Whether the transport has not yet accepted the last message.
  virtual bool is_writing() { return false; }

  // Waits until the transport has accepted the last message. Returns false if
  // the client is gone.
  virtual boost::asio::awaitable<bool> AwaitWritten() { co_return true; }

  // Whether the client counts as gone because it read nothing for too long.
  virtual bool is_stalled() { return false; }
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_MESSAGE_WRITER_H_
