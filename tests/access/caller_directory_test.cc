#include "service/access/caller_directory.h"

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/access/caller_keys.h"

namespace backlinks::access {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing_access::HashOf;
using testing_access::KeyOf;

constexpr const char* kSpiffe = "spiffe://prod/ns/seo/sa/dashboard";

// Two callers: seo with the keys 1 and 2, ads with the key 3.
std::string Callers(const std::string& more = "") {
  return fmt::format(
      "callers:\n"
      "  - name: seo\n"
      "    keys: [\"{}\", \"{}\"]\n"
      "    certificates: [\"{}\", \"dns:seo.internal\"]\n"
      "    default_max_price: 7\n"
      "  - name: ads\n"
      "    keys: [\"{}\"]\n"
      "    certificates: [\"dns:ads.internal\"]\n{}",
      HashOf(1), HashOf(2), kSpiffe, HashOf(3), more);
}

CallersFile Parse(const std::string& text) {
  auto file = ParseCallersFile("callers.yaml", text);
  EXPECT_TRUE(file.ok()) << file.status();
  return *std::move(file);
}

class CallerDirectoryTest : public testing::Test {
 protected:
  CallerDirectoryTest() { directory_.Replace(Parse(Callers())); }

  auto Admit(const std::vector<std::string>& authorization,
             const std::vector<std::string>& names = {}) {
    return directory_.Admit(
        {{authorization.begin(), authorization.end()}, names, is_private_});
  }

  // The caller's name, or the error "REASON: message".
  std::string Who(const std::vector<std::string>& authorization,
                  const std::vector<std::string>& names = {}) {
    const auto admission = Admit(authorization, names);
    if (admission.ok()) return (*admission)->caller().name;
    const auto reason = GetReason(admission.status());
    const std::string message(admission.status().message());
    EXPECT_THAT(message, Not(HasSubstr("seo")));
    EXPECT_THAT(message, Not(HasSubstr("blk_")));
    EXPECT_THAT(message, Not(HasSubstr("sha256")));
    return fmt::format("{}: {}", reason ? ReasonName(*reason) : "none",
                       message);
  }

  SteadyTime now_{std::chrono::hours(1)};
  bool is_private_ = true;
  CallerDirectory directory_{{.now = [this] { return now_; }}};
};

std::string Bearer(uint8_t number) { return "Bearer " + KeyOf(number); }

constexpr const char* kNone =
    "NO_CREDENTIALS: the call needs an API key or a client certificate";
constexpr const char* kMalformed =
    "BAD_CREDENTIALS: the API key is malformed (check for a typo)";
constexpr const char* kScheme =
    "BAD_CREDENTIALS: the authorization must be \"Bearer\" and an API key";
constexpr const char* kUnknown = "BAD_CREDENTIALS: the API key is not known";

TEST_F(CallerDirectoryTest, KnowsACallerByEachOfItsKeys) {
  EXPECT_EQ(Who({Bearer(1)}), "seo");
  EXPECT_EQ(Who({Bearer(2)}), "seo");
  EXPECT_EQ(Who({Bearer(3)}), "ads");
  EXPECT_EQ((*Admit({Bearer(1)}))->caller().default_max_price, 7000);
  EXPECT_EQ((*Admit({Bearer(3)}))->caller().default_max_price, std::nullopt);
}

TEST_F(CallerDirectoryTest, ListsItsCallers) {
  const auto names = [this] {
    std::vector<std::string> all;
    for (const Caller& caller : directory_.Callers())
      all.push_back(caller.name);
    return all;
  };
  EXPECT_EQ(names(), (std::vector<std::string>{"ads", "seo"}));
  directory_.Replace(Parse(Callers("anonymous: {budget: {day: 1}}\n")));
  EXPECT_EQ(names(), (std::vector<std::string>{"ads", "seo", ""}));
  EXPECT_EQ(directory_.Callers().back().budget.day, 1000);
}

TEST_F(CallerDirectoryTest, ReadsAuthorization) {
  const std::string key = KeyOf(1);
  std::string typo = key;
  typo[10] = typo[10] == 'x' ? 'y' : 'x';
  const std::pair<std::string, std::string> cases[] = {
      {"bearer " + key, "seo"},
      {"BEARER  " + key, "seo"},
      {"Bearer " + typo, kMalformed},
      {"Bearer " + key + " ", kMalformed},
      {"Bearer " + key + ", " + key, kMalformed},
      {"Bearer " + absl::AsciiStrToLower(key), kMalformed},
      {"Bearer \t" + key, kMalformed},
      {"Bearer", kMalformed},
      {"Bearer ", kMalformed},
      {"Bearer " + HashOf(1), kMalformed},
      {"Bearer" + key, kScheme},
      {" Bearer " + key, kScheme},
      {"Basic dXNlcjpzZWNyZXQ=", kScheme},
      {key, kScheme},
      {"", kScheme},
      {Bearer(9), kUnknown}};
  for (const auto& [value, expected] : cases) {
    EXPECT_EQ(Who({value}), expected) << value;
  }
}

TEST_F(CallerDirectoryTest, RejectsSeveralAuthorizations) {
  EXPECT_EQ(Who({Bearer(1), Bearer(1)}),
            "BAD_CREDENTIALS: the call has more than one authorization");
}

TEST_F(CallerDirectoryTest, KnowsACallerByItsCertificate) {
  EXPECT_EQ(Who({}, {kSpiffe}), "seo");
  EXPECT_EQ(Who({}, {"dns:SEO.Internal"}), "seo");
  EXPECT_EQ(Who({}, {"dns:unknown", kSpiffe, "dns:seo.internal"}), "seo");
  EXPECT_EQ(Who({}, {"dns:ads.internal"}), "ads");
}

TEST_F(CallerDirectoryTest, RejectsOtherCertificates) {
  const std::string unknown =
      "BAD_CREDENTIALS: the client certificate is not known";
  EXPECT_EQ(Who({}, {"spiffe://prod/ns/SEO/sa/dashboard"}), unknown);
  EXPECT_EQ(Who({}, {"seo.internal"}), unknown);
  EXPECT_EQ(Who({}, {"dns:a.seo.internal", "dns:*.internal"}), unknown);
  EXPECT_EQ(Who({}, {kSpiffe, "dns:ads.internal"}),
            "BAD_CREDENTIALS: the client certificate has the names of "
            "different callers");
}

TEST_F(CallerDirectoryTest, ComparesKeyAndCertificate) {
  EXPECT_EQ(Who({Bearer(1)}, {kSpiffe}), "seo");
  EXPECT_EQ(Who({Bearer(1)}, {"dns:ingress.internal"}), "seo");
  EXPECT_EQ(Who({Bearer(3)}, {kSpiffe}),
            "BAD_CREDENTIALS: the API key and the client certificate are of "
            "different callers");
  EXPECT_EQ(Who({Bearer(9)}, {kSpiffe}), kUnknown);
}

TEST_F(CallerDirectoryTest, RejectsAnonymousCallers) {
  EXPECT_EQ(Who({}), kNone);
}

TEST_F(CallerDirectoryTest, RejectsAllBeforeItHasAFile) {
  EXPECT_EQ(GetReason(CallerDirectory({}).Admit({}).status()),
            Reason::kNoCredentials);
}

TEST_F(CallerDirectoryTest, AdmitsAnonymousCallersWithTheirLimits) {
  directory_.Replace(Parse(
      Callers("anonymous: {limits: {streams: 1}, default_max_price: 5}\n")));
  const auto admission = Admit({});
  ASSERT_TRUE(admission.ok()) << admission.status();
  EXPECT_EQ((*admission)->caller().name, "");
  EXPECT_EQ((*admission)->caller().default_max_price, 5000);
  EXPECT_EQ(GetReason(Admit({}).status()), Reason::kCallerStreams);
  EXPECT_EQ(GetReason(Admit({}, {"dns:unknown"}).status()),
            Reason::kCallerStreams);
  EXPECT_EQ(Who({Bearer(9)}), kUnknown);
  EXPECT_EQ(Who({"Basic x"}), kScheme);
  EXPECT_EQ(Who({Bearer(1)}), "seo");
}

TEST_F(CallerDirectoryTest, AcceptsKeysOnPrivateConnectionsOnly) {
  is_private_ = false;
  const std::string open =
      "BAD_CREDENTIALS: API keys are accepted over TLS, loopback and Unix "
      "sockets only, so that nobody can read them";
  EXPECT_EQ(Who({Bearer(1)}), open);
  EXPECT_EQ(Who({Bearer(9)}), open);
  EXPECT_EQ(Who({"Basic x"}), open);
  EXPECT_EQ(Who({}), kNone);
}

TEST_F(CallerDirectoryTest, MayAcceptKeysInPlaintext) {
  CallerDirectory directory({.accept_keys_in_plaintext = true});
  directory.Replace(Parse(Callers()));
  const std::string authorization = Bearer(1);
  EXPECT_TRUE(directory.Admit({.authorization = {authorization}}).ok());
}

TEST_F(CallerDirectoryTest, LimitsEachCallerAlone) {
  const std::string limits = "    limits: {streams: 1}\n";
  directory_.Replace(Parse(Callers(limits)));
  const auto first = Admit({Bearer(3)});
  EXPECT_TRUE(first.ok());
  EXPECT_EQ(GetReason(Admit({Bearer(3)}).status()), Reason::kCallerStreams);
  EXPECT_EQ(GetReason(Admit({}, {"dns:ads.internal"}).status()),
            Reason::kCallerStreams);
  EXPECT_EQ(Who({Bearer(1)}), "seo");
}

TEST_F(CallerDirectoryTest, FreesWhatAnAdmissionTook) {
  directory_.Replace(Parse(Callers("    limits: {streams: 1}\n")));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Who({Bearer(3)}), "ads");
}

TEST_F(CallerDirectoryTest, RotatesKeysWithoutAGap) {
  const auto with_keys = [](const std::string& keys) {
    return Parse("callers:\n  - name: seo\n    keys: [" + keys + "]\n");
  };
  const std::string first = fmt::format("\"{}\"", HashOf(1));
  const std::string second = fmt::format("\"{}\"", HashOf(2));
  directory_.Replace(with_keys(first));
  EXPECT_EQ(Who({Bearer(1)}), "seo");
  EXPECT_EQ(Who({Bearer(2)}), kUnknown);
  directory_.Replace(with_keys(first + ", " + second));
  EXPECT_EQ(Who({Bearer(1)}), "seo");
  EXPECT_EQ(Who({Bearer(2)}), "seo");
  directory_.Replace(with_keys(second));
  EXPECT_EQ(Who({Bearer(1)}), kUnknown);
  EXPECT_EQ(Who({Bearer(2)}), "seo");
}

TEST_F(CallerDirectoryTest, KeepsWhatCallersUsedWhenTheFileChanges) {
  const std::string limits = "    limits: {streams: 2, calls_per_minute: 3}\n";
  directory_.Replace(Parse(Callers(limits)));
  const auto running = Admit({Bearer(3)});
  ASSERT_TRUE(running.ok());
  EXPECT_EQ(Who({Bearer(3)}), "ads");
  directory_.Replace(Parse(Callers("    limits: {streams: 1}\n")));
  EXPECT_EQ(GetReason(Admit({Bearer(3)}).status()), Reason::kCallerStreams);
  directory_.Replace(Parse(Callers(limits)));
  EXPECT_EQ(Who({Bearer(3)}), "ads");
  EXPECT_EQ(GetReason(Admit({Bearer(3)}).status()), Reason::kCallerRate);
}

TEST_F(CallerDirectoryTest, RunningCallsKeepTheirCaller) {
  const auto running = Admit({Bearer(1)});
  ASSERT_TRUE(running.ok());
  directory_.Replace(Parse("callers: []\n"));
  EXPECT_EQ(Who({Bearer(1)}), kUnknown);
  EXPECT_EQ((*running)->caller().name, "seo");
}

TEST_F(CallerDirectoryTest, CallersThatComeBackHaveTheirRunningCalls) {
  const std::string limits = "    limits: {streams: 1}\n";
  directory_.Replace(Parse(Callers(limits)));
  const auto running = Admit({Bearer(3)});
  ASSERT_TRUE(running.ok());
  directory_.Replace(Parse("callers: []\n"));
  directory_.Replace(Parse(Callers(limits)));
  EXPECT_EQ(GetReason(Admit({Bearer(3)}).status()), Reason::kCallerStreams);
}

}  // namespace
}  // namespace backlinks::access
