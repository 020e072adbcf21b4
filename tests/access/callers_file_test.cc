#include "service/access/callers_file.h"

#include <fstream>
#include <sstream>

#include "boost/json/parse.hpp"
#include "boost/json/serialize.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/access/yaml_tree.h"
#include "tests/access/bad_callers_files.h"
#include "tests/access/caller_keys.h"
#include "tests/access/callers_schema.h"
#include "tests/support/file/source_path.h"

namespace backlinks::access {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_access::BadCallersFiles;
using testing_access::GoodCallersFiles;
using testing_access::HashOf;
using testing_access::KeyOf;

constexpr const char* kSchemaPath = "docs/callers.schema.json";

std::string ReadSource(const std::string& path) {
  std::ifstream file(testing_file::SourcePath(path));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(CallersFile, HasEveryField) {
  const auto file = ParseCallersFile(
      "callers.yaml",
      fmt::format("callers:\n"
                  "  - name: seo-dashboard\n"
                  "    keys: [\"{}\", \"{}\"]\n"
                  "    certificates:\n"
                  "      - spiffe://prod/ns/seo/sa/Dashboard\n"
                  "      - dns:Dashboard.Internal\n"
                  "    limits: {{streams: 20, calls_per_minute: 600}}\n"
                  "    budget: {{day: 500, month: 0}}\n"
                  "    default_max_price: 2000\n"
                  "    max_cache_age: 1h30m\n"
                  "    sees_all: true\n"
                  "  - name: ads\n"
                  "    keys: [\"{}\"]\n"
                  "anonymous:\n"
                  "  limits: {{streams: 1}}\n",
                  HashOf(1), HashOf(2), HashOf(3)));
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->callers.size(), 2u);
  const CallerEntry& seo = file->callers[0];
  EXPECT_EQ(seo.caller.name, "seo-dashboard");
  EXPECT_EQ(seo.caller.default_max_price, 2'000'000);
  EXPECT_EQ(seo.caller.budget, (CallerBudget{.day = 500'000, .month = 0}));
  EXPECT_TRUE(seo.caller.sees_all);
  EXPECT_EQ(seo.caller.max_cache_age, absl::Minutes(90));
  EXPECT_THAT(seo.keys,
              ElementsAre(HashApiKey(KeyOf(1)), HashApiKey(KeyOf(2))));
  EXPECT_THAT(seo.certificates, ElementsAre("spiffe://prod/ns/seo/sa/Dashboard",
                                            "dns:dashboard.internal"));
  EXPECT_EQ(seo.limits.streams, 20);
  EXPECT_EQ(seo.limits.calls_per_minute, 600);
  const CallerEntry& ads = file->callers[1];
  EXPECT_EQ(ads.caller.name, "ads");
  EXPECT_EQ(ads.caller.default_max_price, std::nullopt);
  EXPECT_EQ(ads.caller.budget, CallerBudget());
  EXPECT_FALSE(ads.caller.sees_all);
  EXPECT_EQ(ads.caller.max_cache_age, std::nullopt);
  EXPECT_THAT(ads.certificates, IsEmpty());
  EXPECT_EQ(ads.limits.streams, std::nullopt);
  EXPECT_EQ(ads.limits.calls_per_minute, std::nullopt);
  ASSERT_TRUE(file->anonymous.has_value());
  EXPECT_EQ(file->anonymous->caller.name, "");
  EXPECT_EQ(file->anonymous->limits.streams, 1);
}

TEST(CallersFile, RejectsAnonymousCallersUnlessTheFileAllowsThem) {
  for (const std::string anonymous : {"", "anonymous: deny\n"}) {
    const auto file = ParseCallersFile("f", "callers: []\n" + anonymous);
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_FALSE(file->anonymous.has_value());
  }
}

TEST(CallersFile, AcceptsGoodFiles) {
  for (const std::string& text : GoodCallersFiles()) {
    const auto file = ParseCallersFile("f", text);
    EXPECT_TRUE(file.ok()) << file.status() << "\n" << text;
  }
}

TEST(CallersFile, RejectsBadFilesWithTheLine) {
  for (const auto& bad : BadCallersFiles()) {
    const auto file = ParseCallersFile("callers.yaml", bad.text);
    const std::string text = bad.text.substr(0, 300);
    ASSERT_FALSE(file.ok()) << text;
    EXPECT_EQ(std::string(file.status().message()), "callers.yaml:" + bad.error)
        << text;
    EXPECT_THAT(std::string(file.status().message()), Not(HasSubstr("secret")));
  }
}

TEST(CallersFile, MayBeLarge) {
  std::string text = "callers:\n";
  for (int i = 0; i < 9000; ++i) {
    text +=
        fmt::format(" - {{name: c{}, certificates: [\"dns:c{}\"]}}\n", i, i);
  }
  const auto file = ParseCallersFile("f", text);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->callers.size(), 9000u);
}

TEST(CallersFile, HasAMaximumOfValues) {
  std::string text = "callers:\n";
  for (int i = 0; i < 250'000; ++i) text += "- 1\n";
  EXPECT_THAT(std::string(ParseCallersFile("f", text).status().message()),
              "f:200002: must not have more than 200000 values");
}

TEST(CallersSchema, IsWhatTheFieldsDeclare) {
  const boost::json::value schema = testing_access::CallersSchema();
  boost::system::error_code failed;
  const auto shipped = boost::json::parse(ReadSource(kSchemaPath), failed);
  EXPECT_FALSE(failed);
  EXPECT_EQ(shipped, schema)
      << kSchemaPath << " should have, formatted by `jq .`:\n"
      << boost::json::serialize(schema);
}

TEST(CallersSchema, AcceptsGoodFiles) {
  const boost::json::value schema = testing_access::CallersSchema();
  for (const std::string& text : GoodCallersFiles()) {
    const auto tree = ParseYaml(text);
    ASSERT_TRUE(tree.ok()) << tree.status();
    EXPECT_TRUE(testing_access::Accepts(schema, testing_access::ToJson(*tree)))
        << text;
  }
}

TEST(CallersSchema, RejectsBadFiles) {
  const boost::json::value schema = testing_access::CallersSchema();
  for (const auto& bad : BadCallersFiles()) {
    const auto tree = ParseYaml(bad.text);
    if (!tree.ok()) {
      EXPECT_FALSE(bad.schema_rejects) << bad.text;
      continue;
    }
    EXPECT_NE(testing_access::Accepts(schema, testing_access::ToJson(*tree)),
              bad.schema_rejects)
        << bad.text;
  }
}

}  // namespace
}  // namespace backlinks::access
