#include "service/common/file/small_file.h"

#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "gtest/gtest.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks {
namespace {

class SmallFileTest : public testing::Test {
 protected:
  std::string Pipe() const {
    std::string path = folder_.path("pipe");
    EXPECT_EQ(mkfifo(path.c_str(), 0600), 0);
    return path;
  }

  const testing_file::TemporaryFolder folder_;
};

TEST_F(SmallFileTest, IsReadToItsEnd) {
  for (const size_t bytes : {0, 1, 64 << 10, (64 << 10) + 1, 1 << 20}) {
    const std::string content(bytes, '\0');
    const auto text = ReadSmallFile(folder_.Write("file", content));
    ASSERT_TRUE(text.ok()) << bytes << ": " << text.status();
    EXPECT_EQ(*text, content);
  }
}

TEST_F(SmallFileTest, HasALimit) {
  const std::string path = folder_.Write("file", "12345");
  EXPECT_TRUE(ReadSmallFile(path, 5).ok());
  EXPECT_EQ(ReadSmallFile(path, 4).status(),
            absl::OutOfRangeError("is larger than 4 bytes"));
}

TEST_F(SmallFileTest, ThatCannotBeReadIsAnError) {
  EXPECT_EQ(
      ReadSmallFile(folder_.path("none")).status(),
      absl::UnavailableError("cannot be read: No such file or directory"));
  EXPECT_EQ(ReadSmallFile(folder_.path()).status(),
            absl::UnavailableError("cannot be read: Is a directory"));
}

TEST_F(SmallFileTest, MayBeAPipe) {
  const std::string path = Pipe();
  std::thread writer([&path] { std::ofstream(path) << "secret"; });
  const auto text = ReadSmallFile(path);
  writer.join();
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(*text, "secret");
}

TEST_F(SmallFileTest, MustBeRegularIfTheCallerCannotWait) {
  EXPECT_EQ(ReadSmallFile(Pipe(), 5, FileKind::kRegular).status(),
            absl::UnavailableError("cannot be read: not a regular file"));
  EXPECT_EQ(ReadSmallFile(folder_.path(), 5, FileKind::kRegular).status(),
            absl::UnavailableError("cannot be read: not a regular file"));
  EXPECT_EQ(
      *ReadSmallFile(folder_.Write("file", "12345"), 5, FileKind::kRegular),
      "12345");
}

}  // namespace
}  // namespace backlinks
