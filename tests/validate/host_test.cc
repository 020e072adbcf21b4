#include "service/validate/host.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/validate/validator.h"

namespace backlinks::validate {
namespace {

struct Case {
  std::string name;
  std::string text;
  bool ok;
};

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

class TargetProblemTest : public testing::TestWithParam<Case> {};

TEST_P(TargetProblemTest, DistinguishesTargetsFromOtherTexts) {
  EXPECT_EQ(!TargetProblem(GetParam().text).has_value(), GetParam().ok)
      << TargetProblem(GetParam().text).value_or("no problem");
}

INSTANTIATE_TEST_SUITE_P(
    All, TargetProblemTest,
    testing::ValuesIn(std::vector<Case>{
        {"host", "github.com", true},
        {"one_label", "localhost", true},
        {"root_dot", "a.com.", true},
        {"directory", "ahrefs.com/api/", true},
        {"url", "https://ahrefs.com/?q=1#x", true},
        {"upper", "HTTP://A.COM", true},
        {"port", "a.com:8080/", true},
        {"underscore", "_dmarc.a.com", true},
        {"other_script", "例え.jp/パス", true},
        {"decomposed", "bu\u0308cher.example", true},
        {"wide_dots", "bücher。example．com", true},
        {"zero_width_space", "exam\u200Bple.com", true},
        {"byte_order_mark", "\uFEFFexample.com", true},
        {"soft_hyphen", "exam\u00ADple.com/", true},
        {"punycode", "XN--BCHER-KVA.example", true},
        {"ipv4", "192.0.2.1", true},
        {"ipv6", "http://[2001:db8::1]:80/x", true},
        {"url_in_query", "a.com/?u=ftp://b.com", true},
        {"url_in_query_of_host", "a.com?u=ftp://b.com", true},
        {"at_in_path", "a.com/@user", true},
        {"longest", "a.com/" + std::string(kMaxTargetBytes - 6, 'x'), true},
        {"empty", "", false},
        {"too_long", "a.com/" + std::string(kMaxTargetBytes - 5, 'x'), false},
        {"space", "a.com/x y", false},
        {"wide_space", "a.com/\u3000", false},
        {"tab", "a.com\t", false},
        {"newline", "a.com\r\nHost: b", false},
        {"nul", std::string("a.com\0", 6), false},
        {"delete", "a.com\x7F", false},
        {"next_line", "a.com/\u0085", false},
        {"not_utf8", "a.com/\xFF", false},
        {"other_scheme", "ftp://a.com/", false},
        {"no_host", "http:///x", false},
        {"only_path", "/x", false},
        {"user", "http://u:p@a.com/", false},
        {"star", "*.a.com", false},
        {"two_dots", "a..com", false},
        {"leading_dot", ".a.com", false},
        {"only_dot", ".", false},
        {"long_label", std::string(64, 'a') + ".com", false},
        {"port_zero", "a.com:0", false},
        {"port_empty", "a.com:", false},
        {"port_high", "a.com:65536", false},
        {"port_huge", "a.com:99999999999999999999", false},
        {"port_word", "a.com:http", false},
        {"only_invisible", "\u200B/x", false},
        {"wide_slash", "bücher.example／x", false},
        {"wide_colon", "bücher.example：80", false},
        {"wide_dots_twice", "a。．com", false},
        {"right_to_left_override", "\u202Ebücher.example", false},
        {"lone_joiner", "a\u200Db.example", false},
        {"symbol", "\u2665.example", false},
        {"broken_punycode", "bücher.xn--a-\u00E4", false},
        {"long_label_in_punycode", std::string(60, 'a') + "ü.com", false},
        {"mail", "mailto:x@a.com", false},
        {"broken_ipv6", "http://[2001:db8::1/", false},
        {"empty_ipv6", "[]", false},
        {"words_in_brackets", "[hello]", false}}),
    NameOf);

class HostProblemCaseTest : public testing::TestWithParam<Case> {};

TEST_P(HostProblemCaseTest, DistinguishesHostsFromOtherTexts) {
  EXPECT_EQ(!HostProblem(GetParam().text).has_value(), GetParam().ok);
}

INSTANTIATE_TEST_SUITE_P(
    All, HostProblemCaseTest,
    testing::ValuesIn(std::vector<Case>{
        {"domain", "a.com", true},
        {"top_level", "org", true},
        {"upper", "A.COM", true},
        {"longest",
         std::string(63, 'a') + "." + std::string(63, 'b') + "." +
             std::string(63, 'c') + "." + std::string(61, 'd'),
         true},
        {"too_long",
         std::string(63, 'a') + "." + std::string(63, 'b') + "." +
             std::string(63, 'c') + "." + std::string(62, 'd'),
         false},
        {"empty", "", false},
        {"url", "http://a.com", false},
        {"port", "a.com:80", false},
        {"path", "a.com/", false},
        {"quote", "a.com\"", false}}),
    NameOf);

TEST(HostProblemTest, ReportsWhyAnotherScriptIsNoHost) {
  EXPECT_EQ(HostProblem("\u2665.example"),
            "has a host name that UTS 46 does not allow: string contains a "
            "disallowed character");
  EXPECT_EQ(HostProblem("bücher.example／x"), "has \"/\" in its host name");
}

}  // namespace
}  // namespace backlinks::validate
