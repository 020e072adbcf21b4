// Where the server's secrets come from, and what is said of them.
#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/config/parsed_options.h"

namespace backlinks::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_app::ErrorOf;
using testing_app::MustParse;
using testing_app::TempFile;
using testing_app::Variables;

TEST(Options, ReadsTheTokenFromFileOrEnvironment) {
  const std::vector<std::string> v2 = {"--upstream=ahrefs_v2"};
  EXPECT_THAT(MustParse(v2).warnings,
              testing::ElementsAre(HasSubstr("no token")));
  EXPECT_EQ(MustParse(v2).url->host, "apiv2.ahrefs.com");
  const Variables variables = {{"BACKLINKS_UPSTREAM_TOKEN", " from-env\n"}};
  EXPECT_EQ(MustParse(v2, variables).upstream_token.Reveal(), "from-env");

  const TempFile file("token", "\n from-file \n");
  const std::vector<std::string> with_file = {
      "--upstream=ahrefs_v2", "--upstream_token_file=" + file.path()};
  EXPECT_EQ(MustParse(with_file, variables).upstream_token.Reveal(),
            "from-file");
  EXPECT_THAT(MustParse(with_file).warnings, IsEmpty());
  std::filesystem::permissions(file.path(), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_THAT(MustParse(with_file).warnings,
              testing::ElementsAre(HasSubstr("read by everyone")));
}

TEST(Options, RejectsAMalformedTokenWithoutRepeatingIt) {
  const std::string tokens[] = {"", " \n", "two secret\nlines", "secret\x01",
                                std::string(5000, 's')};
  for (const std::string& text : tokens) {
    const TempFile file("bad_token", text);
    const std::string line = ErrorOf(
        {"--upstream=ahrefs_v2", "--upstream_token_file=" + file.path()});
    EXPECT_THAT(line, AllOf(HasSubstr("contains"), Not(HasSubstr("secret"))));
  }
  EXPECT_THAT(ErrorOf({"--upstream=ahrefs_v2", "--upstream_token_file=/none"}),
              HasSubstr("cannot be read"));
  EXPECT_THAT(
      ErrorOf({"--upstream=ahrefs_v2"},
              {{"BACKLINKS_UPSTREAM_TOKEN", "se cret"}}),
      AllOf(HasSubstr("BACKLINKS_UPSTREAM_TOKEN"), Not(HasSubstr("cret"))));
}

TEST(Options, ReadsTheTokenKeyFromFileOrEnvironment) {
  const Variables variables = {{"BACKLINKS_TOKEN_KEY", "0123456789abcdef\n"}};
  EXPECT_EQ(MustParse({}, variables).token_key.Reveal(), "0123456789abcdef");
  // Whatever a random source gives.
  const std::string bytes("\0\xFF two \x80 words\0", 15);
  const TempFile file("key", "\n" + bytes + "\n");
  const std::vector<std::string> with_file = {"--token_key_file=" +
                                              file.path()};
  EXPECT_THAT(ErrorOf(with_file, variables), HasSubstr("less than 16 bytes"));
  const TempFile longer("longer", bytes + bytes + "\n");
  const std::vector<std::string> with_longer = {"--token_key_file=" +
                                                longer.path()};
  const Options options = MustParse(with_longer, variables);
  EXPECT_EQ(options.token_key.Reveal(), bytes + bytes);
  EXPECT_THAT(options.warnings, IsEmpty());
  std::filesystem::permissions(longer.path(),
                               std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_THAT(MustParse(with_longer).warnings,
              testing::ElementsAre(AllOf(HasSubstr("--token_key_file"),
                                         HasSubstr("read by everyone"))));
}

TEST(Options, RejectsATokenKeyThatIsTooShortOrTooLong) {
  EXPECT_THAT(ErrorOf({}, {{"BACKLINKS_TOKEN_KEY", "secretsecret"}}),
              AllOf(HasSubstr("BACKLINKS_TOKEN_KEY"), HasSubstr("16 bytes"),
                    Not(HasSubstr("secret"))));
  const struct {
    std::string text, says;
  } cases[] = {{"", "contains no key"},
               {std::string(15, 's') + "\n", "less than 16 bytes"},
               {std::string(4097, 's'), "more than 4096 bytes"},
               // A long file does not pass for its beginning.
               {std::string(4096, 's') + std::string(16, '\n') + "more",
                "more than 4096 bytes"}};
  for (const auto& c : cases) {
    const TempFile file("key", c.text);
    EXPECT_THAT(ErrorOf({"--token_key_file=" + file.path()}),
                AllOf(HasSubstr(c.says), Not(HasSubstr("sss"))));
  }
  const TempFile longest("key", std::string(4096, 's') + "\n");
  EXPECT_EQ(
      MustParse({"--token_key_file=" + longest.path()}).token_key.Reveal(),
      std::string(4096, 's'));
}

TEST(Options, WarnsOfATokenWithoutTls) {
  const Variables variables = {{"BACKLINKS_UPSTREAM_TOKEN", "t"}};
  const struct {
    std::string url;
    bool warns;
  } cases[] = {{"http://example.com", true},
               {"https://example.com", false},
               {"http://localhost:1", false},
               {"http://127.9.9.9", false},
               {"http://[::1]:80", false}};
  for (const auto& c : cases) {
    const Options options = MustParse(
        {"--upstream=ahrefs_v2", "--upstream_url=" + c.url}, variables);
    EXPECT_EQ(!options.warnings.empty(), c.warns) << c.url;
  }
}

}  // namespace
}  // namespace backlinks::config
