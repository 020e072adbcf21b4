// Old v2 conditions pasted as filter text: they mean there what the upstream
// takes them for, or are an error.
#include <cctype>
#include <string>
#include <vector>

#include "boost/json/parse.hpp"
#include "boost/json/serialize.hpp"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "service/common/parse/filter_text.h"
#include "service/validate/filter_reader.h"
#include "service/validate/violations.h"
#include "tests/embedded/upstream_fixture.h"
#include "tests/support/naive_filter.h"
#include "tests/support/random_source.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using Numbers = std::vector<int64_t>;
using testing_support::PrintedSeed;
using testing_support::RandomSource;

// The rows of UpstreamFixture that link to github.com: 1 to 6.
std::vector<v1::Refpage> GithubRows() {
  std::vector<v1::Refpage> rows;
  const std::string text = Rows();
  for (size_t at = 0; rows.size() < 6; at = text.find('\n', at) + 1) {
    auto row = boost::json::parse(text.substr(at, text.find('\n', at) - at))
                   .as_object();
    if (row.contains("link_type")) {
      std::string name = "LINK_TYPE_";
      for (const char c : row["link_type"].as_string()) {
        name += static_cast<char>(std::toupper(c));
      }
      row["link_type"] = name;
    }
    const auto status = google::protobuf::util::JsonStringToMessage(
        boost::json::serialize(row), &rows.emplace_back());
    EXPECT_TRUE(status.ok()) << status.ToString();
  }
  return rows;
}

// The filter of a text, if it is valid.
absl::StatusOr<v1::Filter> FilterOf(const std::string& text) {
  auto filter = ParseFilterText(text);
  if (!filter.ok()) return filter;
  validate::Violations violations;
  const auto node = validate::ReadFilter(
      *filter, validate::FilterPlace::kHaving, "filter", violations);
  if (!node) return absl::InvalidArgumentError(text);
  return filter;
}

class V2Texts : public ::testing::Test {
 protected:
  static Parameters ParametersOf(const std::string& text) {
    return {{"mode", "subdomains"}, {"target", "github.com"}, {"where", text}};
  }

  bool UpstreamTakes(const std::string& text) {
    return upstream_.Get(ParametersOf(text)).header("X-Status").empty();
  }

  Numbers Upstream(const std::string& text) {
    return upstream_.Numbers(ParametersOf(text));
  }

  Numbers Here(const v1::Filter& filter) const {
    Numbers numbers;
    for (const v1::Refpage& row : rows_) {
      if (testing_support::Holds(filter, row)) {
        numbers.push_back(row.page_size());
      }
    }
    return numbers;
  }

 private:
  UpstreamFixture upstream_;
  const std::vector<v1::Refpage> rows_ = GithubRows();
};

const std::vector<std::string> kPasted = {
    "ahrefs_rank>=50,",
    "ahrefs_rank >= 20 , nofollow = false , ",
    "title=Python tools",
    "title=Python tools,nofollow=false",
    "title<>Python tools",
    "title=it's C:\\path",
    R"(title="it\'s C:\\path")",
    R"(title="A \"quoted\", title")",
    R"(anchor="a\0b")",
    "anchor=home,",
    "url_to=https://github.com/ab?q=1",
    "url_to=https://github.com/",
    "title=日本語のタイトル",
    "substring(title,Python tools)",
    "substring(title,\"ython\"),word(anchor,home)",
    "substring(url_to,?q=1)",
    "subdomain(url_from,example.org)",
    "ahrefs_rank<1e+05",
    "ahrefs_rank>=2e+01,page_size<5.0",
    "ahrefs_rank<>3E1",
    "ahrefs_rank=\"20\"",
    "nofollow=True",
    "nofollow=FALSE",
    "nofollow<>true",
    "original=0",
    "link_type=redirect",
    "link_type<>\"href\"",
    "first_seen=2013-10-26",
    "first_seen<>\"2013-10-26\"",
    "first_seen<=2013-10-26",
    "first_seen>\"2013-10-26\"",
    "first_seen>2014-01-01",
    "first_seen<\"2014-01-01\"",
    "first_seen>=2014-01-01",
    "first_seen<=\"2014-01-01\",first_seen>2013-01-01",
    "first_seen=2015-06-01T12:00:00Z",
    "first_seen<=9999-12-31",
    "first_seen>9999-12-31",
    "first_seen=9999-12-31",
};

TEST_F(V2Texts, MeanWhatTheUpstreamReads) {
  for (const std::string& text : kPasted) {
    const auto filter = FilterOf(text);
    ASSERT_TRUE(filter.ok()) << text << ": " << filter.status();
    EXPECT_EQ(Here(*filter), Upstream(text)) << text;
  }
}

// What ends "pasted as it is": each is an error rather than another meaning.
const std::vector<std::string> kRejected = {
    "title<\"m\"",       // Order of texts.
    "ahrefs_rank>19.5",  // Fractions.
    "substring(ahrefs_rank,\"2\")",
    "title=rock AND roll",
    "title=do NOT enter",
    "title=A \"quoted\" title",
    "anchor=5* hotel",
    "title=a (b",
};

TEST_F(V2Texts, ThatCannotBeWrittenAreErrors) {
  for (const std::string& text : kRejected) {
    EXPECT_FALSE(FilterOf(text).ok()) << text;
  }
}

constexpr const char* kColumns[] = {"title",       "anchor",     "url_to",
                                    "ahrefs_rank", "first_seen", "nofollow",
                                    "link_type"};
constexpr const char* kOperators[] = {"=", "<>", "<", "<=", ">", ">=", " = "};
constexpr const char* kFunctions[] = {"substring(", "word("};
constexpr const char* kValues[] = {"home",
                                   "Python tools",
                                   "\"Python tools\"",
                                   "20",
                                   "3e1",
                                   "true",
                                   "\"a\"",
                                   "2014-01-01",
                                   "\"2013-10-26\"",
                                   "href",
                                   "\"redirect\"",
                                   "1",
                                   "https://github.com/ab?q=1",
                                   "it's C:\\path",
                                   R"("it's C:\\path")",
                                   R"("C:\path")",
                                   "\"\"",
                                   "2013-10-26T20:19:04Z",
                                   "title",
                                   "a\\0b",
                                   "*"};

// A condition by the documented grammar, and by the habits of old clients.
std::string RandomCondition(RandomSource& random) {
  const std::string column = random.Pick(kColumns);
  const std::string value = random.Pick(kValues);
  if (random.Percent(20)) {
    return random.Pick(kFunctions) + column + "," + value + ")";
  }
  return column + random.Pick(kOperators) + value;
}

TEST_F(V2Texts, AreNeverMisread) {
  const uint64_t seed = PrintedSeed();
  SCOPED_TRACE("BACKLINKS_SEED=" + std::to_string(seed));
  RandomSource random(seed);
  int same = 0;
  int found = 0;
  for (int run = 0; run < 3'000; ++run) {
    std::string text = RandomCondition(random);
    if (random.Percent(30)) text += "," + RandomCondition(random);
    if (random.Percent(10)) text += ",";
    const auto filter = FilterOf(text);
    if (!filter.ok() || !UpstreamTakes(text)) continue;
    const Numbers here = Here(*filter);
    ASSERT_EQ(here, Upstream(text)) << text;
    ++same;
    found += here.empty() ? 0 : 1;
  }
  EXPECT_GT(same, 300);
  EXPECT_GT(found, 100);
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
