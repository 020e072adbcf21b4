#include "service/common/text/host_name.h"

#include "gtest/gtest.h"

namespace backlinks::text {
namespace {

TEST(CanonicalHost, IsTheSameForEverySpelling) {
  for (const char* spelling :
       {"bücher.example", "BÜCHER.Example.", "bu\u0308cher.example",
        "BU\u0308CHER.EXAMPLE", "bücher。example", "bücher．ｅxample｡",
        "bü\u200Bcher.example", "\uFEFFbücher.example", "bü\u00ADcher.example",
        "xn--bcher-kva.example", "XN--BCHER-KVA.example."}) {
    EXPECT_EQ(CanonicalHost(spelling), "xn--bcher-kva.example") << spelling;
  }
}

struct HostCase {
  std::string_view host;
  std::string_view form;
};

TEST(CanonicalHost, DistinguishesRegisteredDomains) {
  for (const auto& [host, form] : {
           HostCase{"", ""},
           {".", ""},
           {"Example.COM", "example.com"},
           {"_dmarc.Ü.com", "_dmarc.xn--tda.com"},
           {"faß.de", "xn--fa-hia.de"},
           {"fass.de", "fass.de"},
           {"192。0。2。１", "192.0.2.1"},
           {"[2001:DB8::1]", "[2001:db8::1]"},
           {"xn--ls8h.la", "xn--ls8h.la"},
           {"ü.XN--ls8h.la", "xn--tda.xn--ls8h.la"},
       }) {
    EXPECT_EQ(CanonicalHost(host), form) << host;
  }
}

TEST(CanonicalHost, FoldsWhatIsNoHostAndReportsWhy) {
  std::string form;
  EXPECT_FALSE(CanonicalHost("ü.com", form));
  EXPECT_EQ(CanonicalHost("\u2665Ü.com", form),
            "string contains a disallowed character");
  EXPECT_EQ(form, "\u2665ü.com");
  EXPECT_EQ(CanonicalHost(std::string_view("Ü\0.com", 7), form),
            "string contains a NUL");
  EXPECT_EQ(form, std::string_view("ü\0.com", 7));
  EXPECT_TRUE(CanonicalHost("Ü\xFF.com", form));
  EXPECT_EQ(form, "ü\xFF.com");
}

TEST(PlainDomain, IsTheTextAfterTheLastLabelOfAnotherScript) {
  for (const auto& [host, domain] : {
           HostCase{"", ""},
           {"example.com", "example.com"},
           {"com", "com"},
           {"xn--bcher-kva.example.com", "example.com"},
           {"www.xn--tda.a.xn--tda.b.com", "b.com"},
           {"a.xn--p1ai", ""},
           {"xn--p1ai", ""},
           {"[::1]", ""},
           {"192.0.2.1", "192.0.2.1"},
           {"notxn--a.com", "notxn--a.com"},
           {"\u2665.com", "com"},
       }) {
    EXPECT_EQ(PlainDomain(host), domain) << host;
  }
}

}  // namespace
}  // namespace backlinks::text
