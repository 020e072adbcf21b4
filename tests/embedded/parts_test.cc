// The small parts: target keys, literals, faults, the account.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/embedded/account.h"
#include "service/embedded/fault.h"
#include "service/embedded/literal.h"
#include "service/embedded/registrable_domain.h"
#include "service/embedded/target_key.h"

namespace backlinks::embedded {
namespace {

TEST(TargetKey, HasOnlyHostAndPath) {
  struct Case {
    const char* url;
    const char* host;
    const char* path;
  };
  for (const auto& [url, host, path] :
       {Case{"github.com", "com.github.", "/"},
        Case{"https://GitHub.com", "com.github.", "/"},
        Case{"http://user:pass@github.com:8080/A?b#c", "com.github.", "/A?b"},
        Case{"github.com.", "com.github.", "/"},
        Case{"github.com/a/b/", "com.github.", "/a/b/"},
        Case{"github.com?q=1", "com.github.", "/?q=1"},
        Case{"github.com#top", "com.github.", "/"},
        Case{"https://例え.jp/道", "jp.xn--r8jz45g.", "/道"},
        Case{"https://XN--R8JZ45G.jp/道", "jp.xn--r8jz45g.", "/道"},
        Case{"", "", "/"}}) {
    const TargetKey key = MakeTargetKey(url);
    EXPECT_EQ(key.reversed_host, host) << url;
    EXPECT_EQ(key.path, path) << url;
  }
}

TEST(RegistrableDomain, FollowsThePublicSuffixList) {
  using Case = std::pair<const char*, const char*>;
  for (const auto& [host, domain] :
       {Case{"github.com", "github.com"}, Case{"a.b.github.com", "github.com"},
        Case{"www.example.co.uk", "example.co.uk"},
        Case{"user.github.io", "user.github.io"},
        Case{"bugs.xn--bcher-kva.example", "xn--bcher-kva.example"},
        Case{"www.例え.jp", "例え.jp"}, Case{"co.uk", "co.uk"},
        Case{"localhost", "localhost"}, Case{"192.0.2.1", "192.0.2.1"},
        Case{"[2001:db8::1]", "[2001:db8::1]"}, Case{"", ""}}) {
    EXPECT_EQ(RegistrableDomain(host), domain) << host;
  }
}

TEST(Literal, DatesSortByTime) {
  for (const auto& [text, date] :
       {std::pair{"2013-10-26", "2013-10-26T00:00:00Z"},
        std::pair{"2013-10-26T20:19:04Z", "2013-10-26T20:19:04Z"},
        std::pair{"2013-10-26T20:19:04.75Z", "2013-10-26T20:19:04Z"},
        std::pair{"1969-12-31T23:59:59.75Z", "1969-12-31T23:59:59Z"},
        std::pair{"2013-10-26T20:19:04+02:00", "2013-10-26T18:19:04Z"},
        std::pair{"9999-12-31T23:59:59.75Z", "9999-12-31T23:59:59Z"},
        std::pair{"9999-12-31T23:59:59-01:00", "9999-12-31T24:00:00Z"}}) {
    const auto time = ParseDate(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(SortableDate(*time), date) << text;
  }
  for (const char* text : {"", "2013", "2013-02-30", "26.10.2013", "yesterday!",
                           "infinite-future", " 2013-10-26"}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

TEST(Literal, DatesOfQueriesMayLackTheirOffset) {
  for (const auto& [text, date] :
       {std::pair{"2013-10-26", "2013-10-26T00:00:00Z"},
        std::pair{"2013-10-26T20:19:04", "2013-10-26T20:19:04Z"},
        std::pair{"2013-10-26 20:19:04", "2013-10-26T20:19:04Z"},
        std::pair{"2013-10-26 20:19:04Z", "2013-10-26T20:19:04Z"},
        std::pair{"2013-10-26T20:19:04 02:00", "2013-10-26T18:19:04Z"}}) {
    const auto time = ParseQueryDate(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(SortableDate(*time), date) << text;
  }
  for (const char* text :
       {"", "2013", "2013-02-30", "2013-10-26T", "2013-10-26T20:19:04+",
        "2013-10-26T20:19:04ZZ", "yesterday, at noon"}) {
    EXPECT_EQ(ParseQueryDate(text), std::nullopt) << text;
  }
}

TEST(Literal, CountsMayBeWrittenAsReals) {
  EXPECT_EQ(ParseCount("0"), 0);
  EXPECT_EQ(ParseCount("1000"), 1000);
  EXPECT_EQ(ParseCount("1e+05"), 100'000);
  EXPECT_EQ(ParseCount("1e 05"), 100'000);  // A raw "+" of a URL.
  EXPECT_EQ(ParseCount("1E3"), 1000);
  EXPECT_EQ(ParseCount("20.0"), 20);
  for (const char* text : {"", "-1", "1.5", "1e16", "inf", "nan", "ten", "1 ",
                           "0x10", "1e ", "1e  5", "1 e5"}) {
    EXPECT_EQ(ParseCount(text), std::nullopt) << text;
  }
}

TEST(Literal, BooleansComeInAnyCase) {
  for (const char* text : {"true", "TRUE", "True", "1"}) {
    EXPECT_EQ(ParseBool(text), true) << text;
  }
  for (const char* text : {"false", "FALSE", "False", "0"}) {
    EXPECT_EQ(ParseBool(text), false) << text;
  }
  for (const char* text : {"", "yes", "2"}) {
    EXPECT_EQ(ParseBool(text), std::nullopt) << text;
  }
}

TEST(Fault, IsReadFromItsSpec) {
  const auto none = ParseFault("");
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(none->body, Fault::Body::kWhole);
  EXPECT_FALSE(none->status || none->error || none->html || none->count);
  const auto fault = ParseFault(
      "status=503,retry_after=7,delay_ms=20,count=2,reset_after_bytes=1000");
  ASSERT_TRUE(fault.ok()) << fault.status();
  EXPECT_EQ(fault->status, 503);
  EXPECT_EQ(fault->retry_after, 7);
  EXPECT_EQ(fault->delay_ms, 20);
  EXPECT_EQ(fault->count, 2);
  EXPECT_EQ(fault->body, Fault::Body::kReset);
  EXPECT_EQ(fault->after_bytes, 1000);
  EXPECT_EQ(ParseFault("cut_after_bytes=1")->body, Fault::Body::kCut);
  EXPECT_EQ(ParseFault("stall_after_bytes=1")->body, Fault::Body::kStall);
  EXPECT_EQ(ParseFault("garbage_after_bytes=1")->body, Fault::Body::kGarbage);
  EXPECT_EQ(ParseFault("error=some text")->error, "some text");
  EXPECT_TRUE(ParseFault("html")->html);
}

TEST(Fault, RejectsWhatItDoesNotKnow) {
  for (const char* spec :
       {"nonsense", "status", "status=99", "status=600", "status=x", "html=1x",
        "count=-1", "delay_ms=1.5", "status=503,,count=1"}) {
    const auto fault = ParseFault(spec);
    EXPECT_EQ(fault.status().code(), absl::StatusCode::kInvalidArgument)
        << spec;
  }
}

TEST(Account, ChargesLikeV2) {
  Account account;
  account.Add({.target = "a", .rows = 10});
  EXPECT_EQ(account.milli_price(), 3000);
  account.Add({.target = "b", .where = "x", .having = "y", .rows = 0});
  EXPECT_EQ(account.milli_price(), 3000 + 11'000);
  EXPECT_EQ(account.request_count(), 2);
  EXPECT_EQ(account.row_count(), 10);
}

TEST(Account, RemembersTheLatestThousand) {
  Account account;
  for (int i = 0; i < 1005; ++i) account.Add({.rows = i});
  ASSERT_EQ(account.latest().size(), 1000u);
  EXPECT_EQ(account.latest().front().rows, 5);
  EXPECT_EQ(account.latest().back().rows, 1004);
  EXPECT_EQ(account.request_count(), 1005);
}

}  // namespace
}  // namespace backlinks::embedded
