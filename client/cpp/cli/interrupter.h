// Cancels a stream on SIGINT, as long as it lives.
#ifndef BACKLINKS_CLIENT_CPP_CLI_INTERRUPTER_H_
#define BACKLINKS_CLIENT_CPP_CLI_INTERRUPTER_H_

#include <atomic>
#include <thread>

#include "client/cpp/refpage_stream.h"

namespace backlinks {

// Keeps SIGINT from this thread and those that it starts from now on. To be
// called before there are others, so that the signal waits for an Interrupter.
void BlockInterrupt();

class Interrupter {
 public:
  explicit Interrupter(RefpageStream& stream);
  ~Interrupter();
  Interrupter(const Interrupter&) = delete;
  Interrupter& operator=(const Interrupter&) = delete;

  bool interrupted() const { return interrupted_; }

 private:
  std::atomic<bool> done_ = false;
  std::atomic<bool> interrupted_ = false;
  std::thread thread_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_INTERRUPTER_H_
