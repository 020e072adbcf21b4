#include "service/access/field_checker.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/numbers.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "service/common/status/status.h"

namespace backlinks::access {
namespace {

using Kind = YamlNode::Kind;

std::string Join(std::string_view path, std::string_view name) {
  if (path.empty()) return std::string(name);
  return fmt::format("{}.{}", path, name);
}

// 1234567 as "1,234,567".
std::string WithCommas(int64_t number) {
  std::string text = fmt::to_string(number);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

// A whole number as JSON has it; other forms of YAML mean different numbers in
// its versions.
std::optional<int64_t> ReadWhole(const YamlNode& node) {
  static const RE2* const pattern = new RE2("-?(0|[1-9][0-9]{0,17})");
  int64_t number = 0;
  if (node.kind != Kind::kScalar || !node.is_plain ||
      !RE2::FullMatch(node.text, *pattern) ||
      !absl::SimpleAtoi(node.text, &number)) {
    return std::nullopt;
  }
  return number;
}

absl::Status CheckNumber(const YamlNode& node, const FieldSpec& spec,
                         const std::string& path) {
  const std::optional<int64_t> number = ReadWhole(node);
  const std::string range =
      fmt::format("{} and {}", WithCommas(spec.min), WithCommas(spec.max));
  if (!number) {
    return FieldError(node.line, path,
                      "must be a whole number between " + range);
  }
  if (*number >= spec.min && *number <= spec.max) return absl::OkStatus();
  return FieldError(node.line, path,
                    fmt::format("must be between {}, got {}", range, *number));
}

// YAML has more words for these, which differ between its versions.
absl::Status CheckSwitch(const YamlNode& node, const std::string& path) {
  if (node.kind == Kind::kScalar && node.is_plain &&
      (node.text == "true" || node.text == "false")) {
    return absl::OkStatus();
  }
  return FieldError(node.line, path, "must be true or false");
}

const FieldSpec* FindField(const FieldSpec& spec, std::string_view name) {
  const auto field =
      std::find_if(spec.fields.begin(), spec.fields.end(),
                   [&](const FieldSpec& one) { return one.name == name; });
  return field == spec.fields.end() ? nullptr : &*field;
}

// Quotes only what may be a misspelled field.
std::string UnknownField(const YamlMember& member) {
  static const RE2* const pattern = new RE2("[a-zA-Z_]{1,30}");
  if (!RE2::FullMatch(member.name, *pattern)) return "unknown field";
  return fmt::format("unknown field {}", member.name);
}

std::string FieldNames(const FieldSpec& spec) {
  std::string names;
  for (const FieldSpec& field : spec.fields) {
    if (!names.empty()) names += ", ";
    names += field.name;
  }
  return names;
}

}  // namespace

absl::Status FieldError(int line, std::string_view path,
                        std::string_view what) {
  if (path.empty()) return LineError(line, what);
  return LineError(line, fmt::format("{}: {}", path, what));
}

absl::Status FieldChecker::Check(const YamlNode& node, const FieldSpec& spec,
                                 const std::string& path) {
  switch (spec.kind) {
    case FieldKind::kText:
      return CheckText(node, spec, path);
    case FieldKind::kNumber:
      return CheckNumber(node, spec, path);
    case FieldKind::kSwitch:
      return CheckSwitch(node, path);
    case FieldKind::kTexts:
    case FieldKind::kObjects:
      return CheckItems(node, spec, path);
    case FieldKind::kObject:
      return CheckObject(node, spec, path);
  }
  return absl::OkStatus();
}

absl::Status FieldChecker::CheckText(const YamlNode& node,
                                     const FieldSpec& spec,
                                     const std::string& path) {
  if (node.kind != Kind::kScalar || !Matches(node.text, spec.pattern)) {
    return FieldError(node.line, path, fmt::format("must be {}", spec.form));
  }
  const auto& reserved = spec.reserved;
  if (std::find(reserved.begin(), reserved.end(), node.text) ==
      reserved.end()) {
    return absl::OkStatus();
  }
  return FieldError(node.line, path,
                    fmt::format("{} is reserved, choose another", node.text));
}

absl::Status FieldChecker::CheckItems(const YamlNode& node,
                                      const FieldSpec& spec,
                                      const std::string& path) {
  const auto count = static_cast<int64_t>(node.items.size());
  if (node.kind != Kind::kList || count < spec.min || count > spec.max) {
    return FieldError(node.line, path,
                      fmt::format("must be a list of {} to {}", spec.min,
                                  WithCommas(spec.max)));
  }
  const bool is_text = spec.kind == FieldKind::kTexts;
  for (size_t i = 0; i < node.items.size(); ++i) {
    const YamlNode& item = node.items[i];
    const std::string item_path = fmt::format("{}[{}]", path, i);
    BACKLINKS_RETURN_IF_ERROR(is_text ? CheckText(item, spec, item_path)
                                      : CheckObject(item, spec, item_path));
  }
  return absl::OkStatus();
}

absl::Status FieldChecker::CheckObject(const YamlNode& node,
                                       const FieldSpec& spec,
                                       const std::string& path) {
  if (!spec.instead.empty() && node.kind == Kind::kScalar &&
      node.text == spec.instead) {
    return absl::OkStatus();
  }
  if (node.kind != Kind::kMapping) {
    const std::string word =
        spec.instead.empty() ? "" : fmt::format("{} or ", spec.instead);
    return FieldError(
        node.line, path,
        fmt::format("must be {}a mapping with {}", word, FieldNames(spec)));
  }
  for (const YamlMember& member : node.members) {
    BACKLINKS_RETURN_IF_ERROR(CheckMember(member, spec, path));
  }
  for (const FieldSpec& field : spec.fields) {
    if (!field.is_required || node.Find(field.name) != nullptr) continue;
    return FieldError(node.line, Join(path, field.name), "is required");
  }
  const auto has = [&](std::string_view name) { return node.Find(name); };
  if (spec.one_of.empty() ||
      std::any_of(spec.one_of.begin(), spec.one_of.end(), has)) {
    return absl::OkStatus();
  }
  return FieldError(
      node.line, path,
      fmt::format("must have {}", fmt::join(spec.one_of, " or ")));
}

absl::Status FieldChecker::CheckMember(const YamlMember& member,
                                       const FieldSpec& spec,
                                       const std::string& path) {
  const FieldSpec* const field = FindField(spec, member.name);
  if (field == nullptr) {
    return FieldError(member.line, path,
                      fmt::format("{}; the fields are {}", UnknownField(member),
                                  FieldNames(spec)));
  }
  return Check(member.value, *field, Join(path, field->name));
}

bool FieldChecker::Matches(std::string_view text, std::string_view pattern) {
  std::unique_ptr<RE2>& compiled = patterns_[pattern];
  if (compiled == nullptr) {
    compiled =
        std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()));
  }
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *compiled);
}

}  // namespace backlinks::access
