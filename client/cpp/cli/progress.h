// One line on stderr that says how far a stream has come.
//
// Nothing if stderr is no terminal. Where the rows go to a terminal too, one
// sees them come: the line then is there only while none do.
// Threads: one at a time.
#ifndef BACKLINKS_CLIENT_CPP_CLI_PROGRESS_H_
#define BACKLINKS_CLIENT_CPP_CLI_PROGRESS_H_

#include <chrono>

#include "backlinks/v1/backlinks_service.pb.h"
#include "client/cpp/cli/console.h"

namespace backlinks {

class Progress {
 public:
  explicit Progress(Console& console) : console_(console) {}
  ~Progress() { Erase(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Before the rows of a message are written, and after.
  void Before(const v1::StreamRefpagesResponse& message);
  void After(const v1::StreamRefpagesResponse& message);

 private:
  void Erase();

  Console& console_;
  bool visible_ = false;
  std::chrono::steady_clock::time_point shown_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_PROGRESS_H_
