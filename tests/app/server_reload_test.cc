// What SIGHUP does, on a running server.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "boost/json/parse.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/app/running_backlinks_server.h"
#include "tests/app/tls_fixture.h"

namespace backlinks::app {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;
using testing_app::ConnectStub;
using testing_app::ParseAFilter;

constexpr absl::Duration kMaxWait = absl::Minutes(1);
constexpr char kAnyone[] = "callers: []\nanonymous: {}\n";
constexpr char kFailed[] = "failed, the old version is kept: ";

std::string Text(const boost::json::object& line, const char* name) {
  const boost::json::value* const value = line.if_contains(name);
  return value == nullptr ? "absent" : std::string(value->as_string());
}

class ServerReloadTest : public testing::Test {
 protected:
  ServerReloadTest()
      : server_(1, 100,
                tls_.Flags({"--log_level=info", "--log_file=" + log_path_,
                            "--callers_file=" + callers_path_})) {}

  // Reloads, and returns the line of the log about it.
  boost::json::object Reload() {
    const size_t before = LinesAbout("reloaded").size();
    server_.server().Reload();
    const absl::Time end = absl::Now() + kMaxWait;
    while (LinesAbout("reloaded").size() == before && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(5));
    }
    const std::vector<std::string> lines = LinesAbout("reloaded");
    EXPECT_EQ(lines.size(), before + 1);
    return boost::json::parse(lines.back()).as_object();
  }

  // The lines of the log whose message contains `word`.
  std::vector<std::string> LinesAbout(const std::string& word) const {
    std::vector<std::string> lines;
    std::ifstream log(log_path_);
    for (std::string line; std::getline(log, line);) {
      if (!line.ends_with('}')) continue;  // It is being written.
      const auto object = boost::json::parse(line).as_object();
      if (Text(object, "message").find(word) != std::string::npos) {
        lines.push_back(line);
      }
    }
    return lines;
  }

  // Whether a change is reloaded. On a slow machine, the watch of the files may
  // be first a few times.
  template <typename Change>
  bool IsReloaded(const char* part, const Change& change) {
    for (int i = 0; i < 20; ++i) {
      change(std::to_string(i));
      const std::string outcome = Text(Reload(), part);
      if (outcome == "reloaded") return true;
      EXPECT_EQ(outcome, "unchanged");
    }
    return false;
  }

  // A new file in the place of the old one.
  void WriteCallers(const std::string& text) const {
    fs::rename(folder_.Write("new", text), callers_path_);
  }

  grpc::Status Call() {
    return ParseAFilter(*ConnectStub(server_.address(), tls_.Credentials()));
  }

  const testing_file::TemporaryFolder folder_;
  const std::string log_path_ = folder_.path("log.jsonl");
  const std::string callers_path_ = folder_.Write("callers.yaml", kAnyone);
  const testing_app::TlsFolder tls_;
  testing_app::RunningBacklinksServer server_;
};

TEST_F(ServerReloadTest, NamesWhatIsNew) {
  const auto line = Reload();
  EXPECT_EQ(Text(line, "level"), "info");
  EXPECT_EQ(Text(line, "message"), "reloaded");
  EXPECT_EQ(Text(line, "log_file"), "reloaded");
  EXPECT_EQ(Text(line, "certificates"), "unchanged");
  EXPECT_EQ(Text(line, "callers_file"), "unchanged");
  // The embedded upstream has no token file.
  EXPECT_EQ(Text(line, "upstream_token"), "absent");
  EXPECT_TRUE(IsReloaded(
      "certificates", [this](const std::string& name) { tls_.Rotate(name); }));
  EXPECT_TRUE(IsReloaded("callers_file", [this](const std::string& name) {
    WriteCallers("# " + name + "\n" + kAnyone);
  }));
}

TEST_F(ServerReloadTest, NamesEachFailureAndKeepsServing) {
  fs::copy_file(tls_.path("other.key"), tls_.path("server.key"),
                fs::copy_options::overwrite_existing);
  WriteCallers("callers: 5\n");
  // Each time that it is asked.
  for (int i = 0; i < 2; ++i) {
    const auto line = Reload();
    EXPECT_EQ(Text(line, "level"), "error");
    EXPECT_EQ(Text(line, "message"), "not all parts were reloaded");
    EXPECT_EQ(Text(line, "log_file"), "reloaded");
    EXPECT_THAT(Text(line, "certificates"),
                AllOf(StartsWith(kFailed),
                      HasSubstr("does not belong to the private key")));
    EXPECT_THAT(
        Text(line, "callers_file"),
        AllOf(StartsWith(kFailed), HasSubstr(":1: callers: must be a list")));
    EXPECT_TRUE(Call().ok());
  }
  tls_.Rotate("second");
  WriteCallers(kAnyone);
  EXPECT_EQ(Text(Reload(), "message"), "reloaded");
  EXPECT_TRUE(Call().ok());
}

TEST_F(ServerReloadTest, FindsChangesWithoutBeingAsked) {
  tls_.Rotate("second");
  WriteCallers("callers: 5\n");
  const absl::Time end = absl::Now() + kMaxWait;
  const auto are_found = [this] {
    return LinesAbout("certificate served").size() == 2 &&
           !LinesAbout("cannot reload").empty();
  };
  while (!are_found() && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_TRUE(are_found());
  EXPECT_THAT(LinesAbout("cannot reload"),
              Contains(HasSubstr(R"("part":"callers_file")")));
  EXPECT_TRUE(Call().ok());
}

}  // namespace
}  // namespace backlinks::app
