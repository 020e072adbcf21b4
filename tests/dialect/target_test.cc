#include "service/dialect/target.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace backlinks::dialect {
namespace {

TEST(ModeTest, HasItsNameOfTheContract) {
  EXPECT_EQ(ModeName(TargetMode::kExact), "exact");
  EXPECT_EQ(ModeName(TargetMode::kDomain), "domain");
  EXPECT_EQ(ModeName(TargetMode::kPrefix), "prefix");
  EXPECT_EQ(ModeName(TargetMode::kSubdomains), "subdomains");
}

struct TargetCase {
  std::string name;
  std::string target;
  std::string exact;
  std::string domain;
};

class TargetTest : public testing::TestWithParam<TargetCase> {};

TEST_P(TargetTest, IsNormalizedByMode) {
  const TargetCase& c = GetParam();
  EXPECT_EQ(NormalizeTarget(c.target, TargetMode::kExact), c.exact);
  EXPECT_EQ(NormalizeTarget(c.target, TargetMode::kPrefix), c.exact);
  EXPECT_EQ(NormalizeTarget(c.target, TargetMode::kDomain), c.domain);
  EXPECT_EQ(NormalizeTarget(c.target, TargetMode::kSubdomains), c.domain);
}

INSTANTIATE_TEST_SUITE_P(
    All, TargetTest,
    testing::ValuesIn(std::vector<TargetCase>{
        {"host", "GitHub.com", "github.com", "github.com"},
        {"directory", "ahrefs.com/API/", "ahrefs.com/API/", "ahrefs.com"},
        {"url", "HTTPS://Ahrefs.com/A?B=C#d", "https://ahrefs.com/A?B=C",
         "ahrefs.com"},
        {"port", "a.com:8080/x", "a.com:8080/x", "a.com"},
        {"root_dot", "a.com./x", "a.com/x", "a.com"},
        {"query_without_path", "a.com?u=http://B/", "a.com?u=http://B/",
         "a.com"},
        {"ipv6", "http://[2001:DB8::1]:80/", "http://[2001:db8::1]:80/",
         "[2001:db8::1]"},
        {"other_script", "例え.jp/パス", "xn--r8jz45g.jp/パス",
         "xn--r8jz45g.jp"},
        {"other_spelling", "https://BU\u0308CHER\u3002example:80/Ü",
         "https://xn--bcher-kva.example:80/Ü", "xn--bcher-kva.example"}}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks::dialect
