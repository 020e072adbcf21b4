// A server on a loopback socket that does what a script says, byte by byte.
//
// The nth connection plays the nth script and is closed at its end; there are
// no more connections than scripts: further ones are closed at once.
// Threads: one a connection; every method may be called from any thread. It is
//         guarded by the standard library's mutex, which ThreadSanitizer sees,
//         unlike the one of Debian's Abseil.
//
// Example:
//   ScriptedServer server({{Request(), Send("HTTP/1.1 200 OK\r\n"), Reset()}});
#ifndef BACKLINKS_TESTS_SUPPORT_HTTP_SCRIPTED_SERVER_H_
#define BACKLINKS_TESTS_SUPPORT_HTTP_SCRIPTED_SERVER_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/time/time.h"

namespace backlinks::testing_http {

struct Act {
  enum Kind { kRequest, kSend, kSilence, kFlood, kReset } kind;
  std::string bytes;
};
using Script = std::vector<Act>;

// Reads one request without a body.
inline Act Request() { return {Act::kRequest, ""}; }
inline Act Send(std::string bytes) { return {Act::kSend, std::move(bytes)}; }
// Says nothing until the peer closes.
inline Act Silence() { return {Act::kSilence, ""}; }
// Sends these bytes again and again until the peer closes.
inline Act Flood(std::string bytes) { return {Act::kFlood, std::move(bytes)}; }
// Closes by RST.
inline Act Reset() { return {Act::kReset, ""}; }

class ScriptedServer {
 public:
  // `on_silence` is called, in a thread of the server, when a script has come
  // to its Silence.
  explicit ScriptedServer(std::vector<Script> scripts,
                          std::function<void()> on_silence = nullptr);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  uint16_t port() const { return port_; }
  int accepted() const;
  std::vector<std::string> requests() const;

  // When the last of `connections` connections had ended; InfiniteFuture: not
  // within the time.
  absl::Time WaitClosed(int connections, absl::Duration timeout) const;

  // Of floods: bytes the kernel has taken, and whether it takes no more now.
  int64_t flooded_bytes() const;
  bool is_blocked() const;

 private:
  void Accept();
  void Serve(int index, int socket);
  // Whether to continue.
  bool Play(int socket, const Act& act);
  bool ReadRequest(int socket);
  bool SendAll(int socket, std::string_view bytes);
  bool PlayFlood(int socket, std::string_view bytes);
  void Set(bool blocked);

  const std::vector<Script> scripts_;
  const std::function<void()> on_silence_;
  int listener_;
  uint16_t port_ = 0;

  mutable std::mutex mutex_;
  mutable std::condition_variable connection_closed_;
  std::vector<int> sockets_;  // Open ones; -1: ended.
  std::vector<std::thread> connections_;
  std::vector<std::string> requests_;
  int closed_ = 0;
  absl::Time last_closed_ = absl::InfinitePast();
  int64_t flooded_bytes_ = 0;
  bool is_blocked_ = false;
  std::thread acceptor_;
};

}  // namespace backlinks::testing_http

#endif  // BACKLINKS_TESTS_SUPPORT_HTTP_SCRIPTED_SERVER_H_
