#include "service/stream/page_check.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"

namespace backlinks::stream {
namespace {

const char* const kPage =
    R"({"refpages":[{"url_from":"http://a.example/","ahrefs_rank":7}]})";

class PageCheckTest : public testing::Test {
 protected:
  bool IsGood(int status, std::string_view body) const {
    return MakePageCheck(*dialect_, {})({status, {}}, body);
  }

  const std::unique_ptr<dialect::Dialect> dialect_ =
      dialect::MakeAhrefsV2("/", Secret());
};

TEST_F(PageCheckTest, AcceptsPagesOfRows) {
  EXPECT_TRUE(IsGood(200, kPage));
  EXPECT_TRUE(IsGood(200, R"({"refpages":[]})"));
}

TEST_F(PageCheckTest, RejectsEveryPageThatIsCut) {
  const std::string page = kPage;
  for (size_t size = 0; size < page.size(); ++size) {
    EXPECT_FALSE(IsGood(200, page.substr(0, size))) << size;
  }
}

TEST_F(PageCheckTest, RejectsErrors) {
  EXPECT_FALSE(IsGood(503, kPage));
  EXPECT_FALSE(IsGood(200, R"({"error":"invalid token"})"));
  EXPECT_FALSE(IsGood(200, R"({"refpages":[{}],"error":"out of memory"})"));
}

TEST_F(PageCheckTest, RejectsOtherDocuments) {
  for (const char* const body :
       {"", "{}", "[]", "<html></html>", R"({"refpages":7})"}) {
    EXPECT_FALSE(IsGood(200, body)) << body;
  }
}

}  // namespace
}  // namespace backlinks::stream
