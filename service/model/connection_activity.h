// What the calls on a connection do, for whoever limits connections.
//
// A connection is known by its peer as gRPC writes it, for example
// "ipv4:127.0.0.1:54321". All connections of a Unix socket have the same peer,
// "unix:".
// Threads: every method may be called from any thread, at the same time.
#ifndef BACKLINKS_SERVICE_MODEL_CONNECTION_ACTIVITY_H_
#define BACKLINKS_SERVICE_MODEL_CONNECTION_ACTIVITY_H_

#include <cstdint>
#include <string_view>

namespace backlinks {

struct CallEnd {
  bool reset = false;        // The client cancelled the call.
  bool has_request = false;  // OnRequest has reported its request.
  bool rejected = false;     // The server did not wait for its request.
};

class ConnectionActivity {
 public:
  virtual ~ConnectionActivity() = default;

  // The headers of a call are complete. Returns false if the connection is
  // closed or being closed, so that the call must be rejected.
  virtual bool OnCallBegin(std::string_view peer) = 0;
  // The request message of a call is complete; `bytes` as it was sent.
  virtual void OnRequest(std::string_view peer, int64_t bytes) = 0;
  // A call has ended.
  virtual void OnCallEnd(std::string_view peer, CallEnd end) = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CONNECTION_ACTIVITY_H_
