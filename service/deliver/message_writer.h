// The port to the client: messages out, one at a time.
#ifndef BACKLINKS_SERVICE_DELIVER_MESSAGE_WRITER_H_
#define BACKLINKS_SERVICE_DELIVER_MESSAGE_WRITER_H_

#include <string>

#include "boost/asio/awaitable.hpp"

namespace backlinks {

class MessageWriter {
 public:
  virtual ~MessageWriter() = default;

  // Writes one message, serialized, once the transport has taken the one
  // before it: this is the backpressure, and while one message is under way
  // the next one can be made. False: the client is gone. At most one write
  // at a time. Takes the message (a reference, because GCC 12 copies by-value
  // strings of awaited calls wrongly).
  // Cancel: not honored; a cancelled call ends the write by itself.
  virtual boost::asio::awaitable<bool> Write(std::string&& message) = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DELIVER_MESSAGE_WRITER_H_
