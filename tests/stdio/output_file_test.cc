#include "service/common/stdio/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

using testing::HasSubstr;

std::string ReadToEnd(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer;
  while (true) {
    const ssize_t size = read(descriptor, buffer.data(), buffer.size());
    if (size <= 0) return text;
    text.append(buffer.data(), size);
  }
}

// A pipe that is written to at one end.
class OutputPipe {
 public:
  OutputPipe() {
    std::signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(pipe(ends_.data()), 0);
  }
  ~OutputPipe() {
    CloseReader();
    CloseWriter();
  }
  OutputPipe(const OutputPipe&) = delete;
  OutputPipe& operator=(const OutputPipe&) = delete;

  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void CloseReader() { Close(ends_[0]); }
  void CloseWriter() { Close(ends_[1]); }
  std::string Contents() {
    CloseWriter();
    return ReadToEnd(reader());
  }

 private:
  static void Close(int& descriptor) {
    if (descriptor >= 0) close(descriptor);
    descriptor = -1;
  }
  std::array<int, 2> ends_{};
};

TEST(OutputFileTest, WritesTextAsItIsWhereNoTerminalIs) {
  OutputPipe pipe;
  OutputFile out(pipe.writer(), "a pipe", false);
  EXPECT_TRUE(out.Write("a\x1b[2J\xFF"));
  EXPECT_TRUE(out.Write(""));
  out.Finish();
  EXPECT_TRUE(out.status().ok());
  EXPECT_EQ(pipe.Contents(), "a\x1b[2J\xFF");
}

TEST(OutputFileTest, ATerminalGetsNoControlCharactersButOurs) {
  OutputPipe pipe;
  OutputFile out(pipe.writer(), "a pipe", true);
  EXPECT_TRUE(out.Write("a\x1b[2J\r\n"));
  EXPECT_TRUE(out.WriteRaw("\x1b[1m"));
  EXPECT_EQ(pipe.Contents(), "a\uFFFD[2J\r\n\x1b[1m");
}

TEST(OutputFileTest, AFullDiskIsAnError) {
  const int full = open("/dev/full", O_WRONLY);
  OutputFile out(full, "standard output", false);
  EXPECT_TRUE(out.CheckWritable());
  EXPECT_TRUE(out.Write(""));
  EXPECT_FALSE(out.Write("x"));
  EXPECT_FALSE(out.Write(""));
  EXPECT_EQ(out.status().message(),
            "cannot write to standard output: No space left on device");
  close(full);
}

TEST(OutputFileTest, AClosedFileIsAnErrorOnceItIsWrittenTo) {
  const int closed = open("/dev/null", O_WRONLY);
  close(closed);
  OutputFile out(closed, "standard output", false);
  out.Finish();
  EXPECT_TRUE(out.status().ok());
  EXPECT_FALSE(out.Write("x"));
  EXPECT_THAT(std::string(out.status().message()),
              HasSubstr("Bad file descriptor"));
}

TEST(OutputFileTest, ChecksBeforeAnythingIsWritten) {
  const int read_only = open("/dev/null", O_RDONLY);
  OutputFile out(read_only, "standard output", false);
  EXPECT_FALSE(out.CheckWritable());
  EXPECT_FALSE(out.status().ok());
  close(read_only);
}

TEST(OutputFileTest, AReaderThatLeftIsNoError) {
  OutputPipe pipe;
  OutputFile out(pipe.writer(), "a pipe", false);
  pipe.CloseReader();
  EXPECT_FALSE(out.Write("x"));
  EXPECT_FALSE(out.Write("x"));
  out.Finish();
  EXPECT_TRUE(out.status().ok());
}

TEST(OutputFileTest, WaitsForASlowReaderOfANonblockingPipe) {
  OutputPipe pipe;
  ASSERT_EQ(fcntl(pipe.writer(), F_SETFL, O_NONBLOCK), 0);
  const std::string text(1 << 20, 'x');  // More than a pipe holds.
  bool written = false;
  std::thread writer([&pipe, &text, &written] {
    OutputFile out(pipe.writer(), "a pipe", false);
    written = out.Write(text);
    pipe.CloseWriter();
  });
  EXPECT_EQ(ReadToEnd(pipe.reader()), text);
  writer.join();
  EXPECT_TRUE(written);
}

}  // namespace
}  // namespace backlinks
