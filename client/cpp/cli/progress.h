// Shows the progress of a stream on one line of stderr.
//
// Shows nothing if stderr is not a terminal. If the rows are written to a
// terminal, too, the line is shown only while no rows arrive.
// Threads: one at a time.
#ifndef BACKLINKS_CLIENT_CPP_CLI_PROGRESS_H_
#define BACKLINKS_CLIENT_CPP_CLI_PROGRESS_H_

#include <chrono>

#include "backlinks/v1/backlinks_service.pb.h"
#include "client/cpp/cli/console.h"

namespace backlinks::cli {

class Progress {
 public:
  explicit Progress(Console& console) : console_(console) {}
  ~Progress() { Erase(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Must be called before and after the rows of a message are written.
  void Before(const v1::StreamRefpagesResponse& message);
  void After(const v1::StreamRefpagesResponse& message);

 private:
  void Erase();

  Console& console_;
  bool visible_ = false;
  std::chrono::steady_clock::time_point shown_;
};

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_PROGRESS_H_
