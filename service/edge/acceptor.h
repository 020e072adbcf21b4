// Accepts the connections of one listening socket, whatever happens.
//
// Errors:  without a free descriptor, the connection is accepted with one that
//          is kept for this, and closed: a client that waits in the queue would
//          not learn that it must try another server. After other errors, the
//          acceptor pauses and continues.
// Threads: those of the executor, one at a time.
#ifndef BACKLINKS_SERVICE_EDGE_ACCEPTOR_H_
#define BACKLINKS_SERVICE_EDGE_ACCEPTOR_H_

#include <functional>

#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/posix/stream_descriptor.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/system/error_code.hpp"
#include "service/edge/file_descriptor.h"
#include "service/edge/peer_name.h"

namespace backlinks::edge {

struct AcceptCallbacks {
  // A connection: non-blocking, and closed on exec.
  std::function<void(FileDescriptor socket, const PeerName& peer)> accepted;
  // A connection was closed because there was no free descriptor.
  std::function<void()> out_of_descriptors;
};

class Acceptor {
 public:
  // Takes a socket that is bound.
  Acceptor(const boost::asio::any_io_executor& executor, FileDescriptor socket,
           AcceptCallbacks callbacks);

  // Opens the queue of connections. Fails with address_in_use if another
  // process has done so on the same address since it was bound.
  boost::system::error_code Listen();

  // Accepts until Stop.
  boost::asio::awaitable<void> Run();

  // Accepts the connections that are queued, and closes the socket.
  void Stop();

 private:
  enum class Outcome { kContinue, kEmpty, kPause };

  // Accepts a limited number, so that other work gets its turn.
  Outcome AcceptSome();
  Outcome AcceptOne();
  Outcome AcceptWithSpare();

  boost::asio::posix::stream_descriptor socket_;
  boost::asio::steady_timer timer_;
  AcceptCallbacks callbacks_;
  FileDescriptor spare_;
};

// Closes a connection with RST, which the client sees at once.
void ResetConnection(FileDescriptor socket);

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_ACCEPTOR_H_
