#include "service/access/callers_file.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/access/caller_fields.h"
#include "service/access/field_checker.h"
#include "service/access/yaml_tree.h"
#include "service/common/status/status.h"

namespace backlinks::access {
namespace {

constexpr int64_t kMilli = 1000;

// The values of a tree that was checked.
std::optional<int64_t> Number(const YamlNode& node, std::string_view name) {
  const YamlNode* const field = node.Find(name);
  int64_t number = 0;
  if (field == nullptr || !absl::SimpleAtoi(field->text, &number)) return {};
  return number;
}

// A number of the upstream's units.
std::optional<MilliPrice> Price(const YamlNode& node, std::string_view name) {
  const std::optional<int64_t> units = Number(node, name);
  if (!units) return std::nullopt;
  return *units * kMilli;
}

const std::vector<YamlNode>& Items(const YamlNode& node,
                                   std::string_view name) {
  static const auto* const none = new std::vector<YamlNode>();
  const YamlNode* const field = node.Find(name);
  return field == nullptr ? *none : field->items;
}

CallerEntry ReadEntry(const YamlNode& node) {
  CallerEntry entry;
  if (const YamlNode* const name = node.Find("name")) {
    entry.caller.name = name->text;
  }
  entry.caller.default_max_price = Price(node, kDefaultMaxPrice.name);
  if (const YamlNode* const budget = node.Find(kBudget.name)) {
    entry.caller.budget = {.day = Price(*budget, "day"),
                           .month = Price(*budget, "month")};
  }
  if (const YamlNode* const age = node.Find(kMaxCacheAge.name)) {
    absl::Duration duration;
    if (absl::ParseDuration(age->text, &duration)) {
      entry.caller.max_cache_age = duration;
    }
  }
  if (const YamlNode* const sees_all = node.Find(kSeesAll.name)) {
    entry.caller.sees_all = sees_all->text == "true";
  }
  if (const YamlNode* const limits = node.Find(kLimits.name)) {
    entry.limits.streams = Number(*limits, "streams");
    entry.limits.calls_per_minute = Number(*limits, "calls_per_minute");
  }
  for (const YamlNode& key : Items(node, "keys")) {
    if (const auto hash = ParseApiKeyHash(key.text))
      entry.keys.push_back(*hash);
  }
  for (const YamlNode& name : Items(node, "certificates")) {
    entry.certificates.push_back(NormalCertificateName(name.text));
  }
  return entry;
}

// Finds names, keys and certificates that occur twice.
class DuplicateFinder {
 public:
  // `value` is at `path`, in the line of `node`.
  absl::Status Add(const YamlNode& node, const std::string& path,
                   std::string value) {
    const auto [first, is_new] = paths_.emplace(std::move(value), path);
    if (is_new) return absl::OkStatus();
    return FieldError(node.line, path,
                      fmt::format("is the same as {}", first->second));
  }

  absl::Status AddAll(const YamlNode& caller, const std::string& path,
                      const CallerEntry& entry) {
    BACKLINKS_RETURN_IF_ERROR(
        Add(*caller.Find("name"), path + ".name", entry.caller.name));
    for (size_t i = 0; i < entry.keys.size(); ++i) {
      BACKLINKS_RETURN_IF_ERROR(Add(Items(caller, "keys")[i],
                                    fmt::format("{}.keys[{}]", path, i),
                                    ApiKeyHashText(entry.keys[i])));
    }
    for (size_t i = 0; i < entry.certificates.size(); ++i) {
      BACKLINKS_RETURN_IF_ERROR(Add(Items(caller, "certificates")[i],
                                    fmt::format("{}.certificates[{}]", path, i),
                                    entry.certificates[i]));
    }
    return absl::OkStatus();
  }

 private:
  // By value: the kinds of values cannot be equal, since a name has no ":".
  std::map<std::string, std::string> paths_;
};

absl::StatusOr<CallersFile> ReadFile(const YamlNode& root) {
  CallersFile file;
  DuplicateFinder duplicates;
  const std::vector<YamlNode>& callers = Items(root, "callers");
  for (size_t i = 0; i < callers.size(); ++i) {
    CallerEntry entry = ReadEntry(callers[i]);
    BACKLINKS_RETURN_IF_ERROR(
        duplicates.AddAll(callers[i], fmt::format("callers[{}]", i), entry));
    file.callers.push_back(std::move(entry));
  }
  const YamlNode* const anonymous = root.Find("anonymous");
  if (anonymous != nullptr && anonymous->kind == YamlNode::Kind::kMapping) {
    file.anonymous = ReadEntry(*anonymous);
  }
  return file;
}

absl::StatusOr<CallersFile> Parse(std::string_view contents) {
  const absl::StatusOr<YamlNode> root = ParseYaml(contents);
  if (!root.ok()) return root.status();
  BACKLINKS_RETURN_IF_ERROR(FieldChecker().Check(*root, kCallersFile, ""));
  return ReadFile(*root);
}

}  // namespace

absl::StatusOr<CallersFile> ParseCallersFile(std::string_view name,
                                             std::string_view contents) {
  absl::StatusOr<CallersFile> file = Parse(contents);
  if (file.ok()) return file;
  return absl::InvalidArgumentError(
      fmt::format("{}:{}", name, std::string(file.status().message())));
}

std::string NormalCertificateName(std::string_view name) {
  if (!name.starts_with("dns:")) return std::string(name);
  return absl::AsciiStrToLower(std::string(name));
}

}  // namespace backlinks::access
