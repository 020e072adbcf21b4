// A YAML document as a tree of plain values, each with its line.
//
// Limits:  1 MiB, 200,000 values, 8 levels, 64 members of a mapping. Anchors,
//          aliases and tags are rejected, so that a tree is never larger than
//          its text.
// Errors:  INVALID_ARGUMENT "LINE: what is wrong", with lines from 1: a text
//          that is not YAML, has more than one document, control characters, or
//          a member twice, or exceeds a limit. They never quote the text.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_ACCESS_YAML_TREE_H_
#define BACKLINKS_SERVICE_ACCESS_YAML_TREE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace backlinks::access {

inline constexpr size_t kMaxYamlBytes = 1 << 20;

struct YamlMember;

struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMapping };

  Kind kind = Kind::kNull;
  int line = 1;
  std::string text;                 // Of a scalar.
  bool is_plain = true;             // A scalar without quotes.
  std::vector<YamlNode> items;      // Of a list.
  std::vector<YamlMember> members;  // Of a mapping.

  // Returns the member of a mapping, or null.
  const YamlNode* Find(std::string_view name) const;
};

struct YamlMember {
  std::string name;
  int line = 1;
  YamlNode value;
};

// A text without a document is a null.
absl::StatusOr<YamlNode> ParseYaml(std::string_view text);

absl::Status LineError(int line, std::string_view what);

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_YAML_TREE_H_
