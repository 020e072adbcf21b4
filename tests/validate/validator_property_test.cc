// Whatever bytes come: validation answers, says where, and lets nothing by
// that the contract forbids.
#include <algorithm>
#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/common/stdio/library_log.h"
#include "service/validate/validator.h"
#include "tests/support/random_query.h"

namespace backlinks::validate {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using testing_support::RandomRequest;
using testing_support::RandomSource;

constexpr int kCases = 20'000;

// What is at the end of a path cut for length.
constexpr std::string_view kCut = "…";

// Whether "a.b[3].c" names a field below a message; the last step may be the
// number of an unknown field. Of a path cut for length, what is left.
bool Resolves(const Descriptor* message, std::string_view path) {
  const bool cut = path.size() > kCut.size() &&
                   path.substr(path.size() - kCut.size()) == kCut;
  while (!path.empty()) {
    const std::string_view step = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    if (cut && path.empty()) return true;
    if (message == nullptr) return false;
    if (path.empty() && step.find_first_not_of("0123456789") == step.npos) {
      return true;
    }
    const std::string name(step.substr(0, step.find('[')));
    const FieldDescriptor* field = message->FindFieldByName(name);
    if (field == nullptr) return false;
    const bool indexed = name.size() < step.size();
    if (indexed && !field->is_repeated()) return false;
    message = field->message_type();
  }
  return true;
}

TEST(ResolvesTest, DistinguishesGoodPathsFromBad) {
  const auto* root = v1::StreamRefpagesRequest::descriptor();
  EXPECT_TRUE(Resolves(root, "query.where.and_group.filters[2].predicate.alt"));
  EXPECT_TRUE(Resolves(root, "query.99"));
  EXPECT_FALSE(Resolves(root, "query.were"));
  EXPECT_FALSE(Resolves(root, "row_limit[1]"));
  EXPECT_FALSE(Resolves(root, "row_limit.x"));
}

TEST(ValidatorPropertyTest, AcceptsEveryValidRequest) {
  RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < kCases / 4; ++i) {
    const v1::StreamRefpagesRequest request = RandomRequest(random);
    const auto query = Validate(request);
    ASSERT_TRUE(query.ok()) << query.status() << request.DebugString();
  }
}

// Some bytes of a valid request are changed, taken out or doubled.
std::string Mutate(RandomSource& random, std::string bytes) {
  const int64_t count = 1 + random.Below(3);
  for (int64_t i = 0; i < count && !bytes.empty(); ++i) {
    const size_t at = random.Below(static_cast<int64_t>(bytes.size()));
    switch (random.Below(3)) {
      case 0:
        bytes[at] = static_cast<char>(random.Below(256));
        break;
      case 1:
        bytes.erase(at, 1);
        break;
      default:
        bytes.insert(at, 1, bytes[at]);
    }
  }
  return bytes;
}

// Protobuf tells of every broken text on stderr: of thousands here.
class MutilatedRequestTest : public testing::Test {
 protected:
  MutilatedRequestTest() { SilenceProtobuf(); }
};

TEST_F(MutilatedRequestTest, IsRejectedWithPathsThatResolve) {
  RandomSource random(testing_support::PrintedSeed());
  int rejected = 0;
  for (int parsed = 0; parsed < kCases;) {
    v1::StreamRefpagesRequest request;
    if (!request.ParseFromString(
            Mutate(random, RandomRequest(random).SerializeAsString()))) {
      continue;
    }
    ++parsed;
    const auto query = Validate(request);
    if (query.ok()) continue;
    ++rejected;
    ASSERT_EQ(GetReason(query.status()), Reason::kInvalidQuery);
    ASSERT_LE(query.status().message().size(), 1024U);
    const auto violations = GetViolations(query.status());
    ASSERT_FALSE(violations.empty());
    for (const Violation& violation : violations) {
      ASSERT_TRUE(Resolves(request.GetDescriptor(), violation.path))
          << violation.path;
      ASSERT_FALSE(violation.description.empty()) << violation.path;
    }
  }
  EXPECT_GT(rejected, kCases / 10);
}

// Hostile text in every field that takes text, past protobuf's own check.
TEST(ValidatorPropertyTest, RejectsHostileText) {
  RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < kCases / 4; ++i) {
    v1::StreamRefpagesRequest request = RandomRequest(random);
    auto& query = *request.mutable_query();
    query.set_target(random.HostileBytes(20));
    query.mutable_read_mask()->add_paths(random.HostileBytes(300));
    query.add_order_by()->set_column(random.HostileBytes(20));
    auto& url = *query.mutable_where()->mutable_predicate()->mutable_url_to();
    if (random.Percent(50)) {
      url.set_matches(random.HostileBytes(20));
    } else {
      url.set_subdomain_of(random.HostileBytes(20));
    }
    const auto result = Validate(request);
    ASSERT_EQ(GetReason(result.status()), Reason::kInvalidQuery);
    for (const Violation& violation : GetViolations(result.status())) {
      ASSERT_TRUE(Resolves(request.GetDescriptor(), violation.path));
      ASSERT_LT(violation.description.size(), 300U);
    }
  }
}

}  // namespace
}  // namespace backlinks::validate
