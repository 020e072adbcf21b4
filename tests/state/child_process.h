// Runs a function in a process of its own, which a test can kill.
#ifndef BACKLINKS_TESTS_STATE_CHILD_PROCESS_H_
#define BACKLINKS_TESTS_STATE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <functional>
#include <string>

namespace backlinks::state::testing_state {

class ChildProcess {
 public:
  // `run` gets a descriptor of a pipe to the test. The process ends with its
  // result as the exit code. The calling process must have no other threads.
  explicit ChildProcess(const std::function<int(int pipe)>& run);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Waits until the child has written this many bytes in all. Returns false if
  // it has ended before.
  bool AwaitBytes(size_t size);
  // Kills it with SIGKILL. Returns all that it has written. Fails the test if
  // it has ended before.
  std::string Kill();
  // Waits for its end. Returns the exit code, or -1 if a signal ended it.
  int Wait();

 private:
  bool ReadSome();
  // Waits for its end. Returns its status as waitpid does.
  int AwaitEnd();

  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string written_;
};

}  // namespace backlinks::state::testing_state

#endif  // BACKLINKS_TESTS_STATE_CHILD_PROCESS_H_
