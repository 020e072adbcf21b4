// Cancels a stream on SIGINT while the object exists.
#ifndef BACKLINKS_CLIENT_CPP_CLI_INTERRUPTER_H_
#define BACKLINKS_CLIENT_CPP_CLI_INTERRUPTER_H_

#include <atomic>
#include <thread>

#include "backlinks/refpage_stream.h"

namespace backlinks::cli {

// Blocks SIGINT in this thread and in those that it starts later. Must be
// called before other threads are started, so that the signal waits for an
// Interrupter.
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

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_INTERRUPTER_H_
