#include "tests/state/child_process.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "gtest/gtest.h"

namespace backlinks::state::testing_state {

ChildProcess::ChildProcess(const std::function<int(int pipe)>& run) {
  std::array<int, 2> ends;
  EXPECT_EQ(pipe(ends.data()), 0);
  pid_ = fork();
  if (pid_ == 0) {
    close(ends[0]);
    _exit(run(ends[1]));
  }
  close(ends[1]);
  pipe_ = ends[0];
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) Kill();
  close(pipe_);
}

bool ChildProcess::ReadSome() {
  std::array<char, 4096> buffer;
  ssize_t size = 0;
  do {
    size = read(pipe_, buffer.data(), buffer.size());
  } while (size < 0 && errno == EINTR);
  if (size <= 0) return false;
  written_.append(buffer.data(), static_cast<size_t>(size));
  return true;
}

bool ChildProcess::AwaitBytes(size_t size) {
  while (written_.size() < size && ReadSome()) {
  }
  return written_.size() >= size;
}

std::string ChildProcess::Kill() {
  kill(pid_, SIGKILL);
  const int status = AwaitEnd();
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
      << "the child has ended with status " << status;
  while (ReadSome()) {
  }
  return written_;
}

int ChildProcess::AwaitEnd() {
  int status = 0;
  EXPECT_EQ(waitpid(pid_, &status, 0), pid_);
  pid_ = -1;
  return status;
}

int ChildProcess::Wait() {
  const int status = AwaitEnd();
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace backlinks::state::testing_state
