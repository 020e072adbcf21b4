#include "service/telemetry/log_writer.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "gtest/gtest.h"
#include "tests/support/file/read_file.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::telemetry {
namespace {

using testing_file::ReadFile;

constexpr absl::Duration kMaxWait = absl::Minutes(1);

std::unique_ptr<LogWriter> MustOpen(const std::string& path) {
  auto log = LogWriter::Open(path, LogLevel::kInfo);
  EXPECT_TRUE(log.ok()) << log.status();
  return *std::move(log);
}

// A pipe with a name whose reader reads nothing.
class UnreadPipe {
 public:
  explicit UnreadPipe(const std::string& path) {
    EXPECT_EQ(mkfifo(path.c_str(), 0600), 0);
    reader_ = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    size_ = fcntl(reader_, F_GETPIPE_SZ);
  }
  ~UnreadPipe() { close(reader_); }
  int size() const { return size_; }

 private:
  int reader_ = -1;
  int size_ = 0;
};

// The limit of this process on the size of files.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit = {bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &old_); }

 private:
  rlimit old_ = {};
};

TEST(LogWriter, KeepsTheOrderOfLines) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("log");
  {
    const auto log = MustOpen(path);
    log->Write(LogLevel::kInfo, "one");
    log->Write(LogLevel::kDebug, "too little");
    log->Write(LogLevel::kOff, "never");
    log->Write(LogLevel::kError, "{} %d");
  }
  EXPECT_EQ(ReadFile(path), "one\n{} %d\n");
}

TEST(LogWriter, LosesNoLineOfAFileThatIsRenamed) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("log");
  constexpr int kFiles = 10;
  constexpr int kLines = 200;  // Fewer than are queued.
  std::string expected;
  std::string found;
  {
    const auto log = MustOpen(path);
    for (int file = 0; file < kFiles; ++file) {
      for (int i = 0; i < kLines; ++i) {
        const std::string line = std::to_string(file) + std::string(i, 'x');
        log->Write(LogLevel::kInfo, line);
        expected += line + "\n";
      }
      const std::string old = folder.path("log." + std::to_string(file));
      ASSERT_EQ(std::rename(path.c_str(), old.c_str()), 0);
      ASSERT_TRUE(log->Reopen().ok());
      ASSERT_TRUE(log->Flush(kMaxWait));
    }
    EXPECT_EQ(log->losses().queue_full, 0);
  }
  for (int file = 0; file < kFiles; ++file) {
    found += ReadFile(folder.path("log." + std::to_string(file)));
  }
  // A reload may overtake lines that are queued, but not those after it.
  EXPECT_EQ(found + ReadFile(path), expected);
}

TEST(LogWriter, UsesTheNewFileAfterReopen) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("log");
  const std::string old = folder.path("old");
  const auto log = MustOpen(path);
  log->Write(LogLevel::kInfo, "one");
  ASSERT_TRUE(log->Flush(kMaxWait));
  ASSERT_EQ(std::rename(path.c_str(), old.c_str()), 0);
  log->Write(LogLevel::kInfo, "two");
  ASSERT_TRUE(log->Flush(kMaxWait));
  ASSERT_TRUE(log->Reopen().ok());
  log->Write(LogLevel::kInfo, "three");
  ASSERT_TRUE(log->Flush(kMaxWait));
  EXPECT_EQ(ReadFile(old), "one\ntwo\n");
  EXPECT_EQ(ReadFile(path), "three\n");
}

TEST(LogWriter, KeepsItsFileIfItCannotBeReopened) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("log");
  const std::string old = folder.path("old");
  const auto log = MustOpen(path);
  ASSERT_EQ(std::rename(path.c_str(), old.c_str()), 0);
  ASSERT_EQ(mkdir(path.c_str(), 0700), 0);
  EXPECT_FALSE(log->Reopen().ok());
  log->Write(LogLevel::kInfo, "line");
  ASSERT_TRUE(log->Flush(kMaxWait));
  EXPECT_EQ(ReadFile(old), "line\n");
}

TEST(LogWriter, NeitherCallersNorShutdownWaitForAReader) {
  std::signal(SIGPIPE, SIG_IGN);
  const testing_file::TemporaryFolder folder;
  const UnreadPipe pipe(folder.path("log"));
  constexpr int kLines = 3000;
  constexpr int kQueued = 1024;
  const std::string line(1023, 'x');
  const auto log = MustOpen(folder.path("log"));
  for (int i = 0; i < kLines; ++i) log->Write(LogLevel::kInfo, line);
  EXPECT_FALSE(log->Flush(absl::ZeroDuration()));
  const int in_pipe = pipe.size() / static_cast<int>(line.size() + 1);
  // One more is being written.
  EXPECT_GE(log->losses().queue_full, kLines - kQueued - in_pipe - 1);
  EXPECT_EQ(log->losses().write_failed, 0);
}

TEST(LogWriter, CountsLinesThatCannotBeWritten) {
  const auto log = MustOpen("/dev/full");
  for (int i = 0; i < 3; ++i) log->Write(LogLevel::kInfo, "line");
  EXPECT_TRUE(log->Flush(kMaxWait));
  EXPECT_EQ(log->losses().write_failed, 3);
  EXPECT_EQ(log->losses().queue_full, 0);
}

TEST(LogWriter, BeginsANewLineAfterOneThatWasCut) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("log");
  const auto log = MustOpen(path);
  {
    const FileSizeLimit limit(4);
    log->Write(LogLevel::kInfo, "too long");
    log->Write(LogLevel::kInfo, "nothing of this");
    EXPECT_TRUE(log->Flush(kMaxWait));
  }
  log->Write(LogLevel::kInfo, "whole");
  log->Write(LogLevel::kInfo, "again");
  EXPECT_TRUE(log->Flush(kMaxWait));
  EXPECT_EQ(ReadFile(path), "too \nwhole\nagain\n");
  EXPECT_EQ(log->losses().write_failed, 2);
}

TEST(LogWriter, MakesAFileThatOthersCannotRead) {
  const mode_t old = umask(0);
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("log");
  MustOpen(path);
  umask(old);
  struct stat status = {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0640u);
}

}  // namespace
}  // namespace backlinks::telemetry
