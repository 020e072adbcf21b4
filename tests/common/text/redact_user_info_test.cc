#include "gtest/gtest.h"
#include "service/common/text/log_text.h"

namespace backlinks::text {
namespace {

TEST(RedactUserInfo, HidesWhatPrecedesTheLastAt) {
  const struct {
    const char* text;
    const char* expected;
  } cases[] = {
      {"", ""},
      {"github.com", "github.com"},
      {"https://github.com/a b", "https://github.com/a b"},
      {"https://user:secret@host/", "https://***@host/"},
      {"HTTPS://user@host:80/x", "HTTPS://***@host:80/x"},
      {"user:secret@host", "***@host"},
      {"https://user:sec/ret@host/", "https://***@host/"},
      {"https://user:sec@ret@host/", "https://***@host/"},
      {"https:/user:secret@host/", "***@host/"},
      {"user:secret://x@host/", "***@host/"},
      {"https://user:secret%40host/", "https://***@host/"},
      {"https://user:secret\xEF\xBC\xA0host/", "https://***@host/"},
      {"https://user:secret\xEF\xB9\xABhost/", "https://***@host/"},
      {"secret@https://host/", "***@https://host/"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(RedactUserInfo(c.text), c.expected) << c.text;
  }
}

}  // namespace
}  // namespace backlinks::text
