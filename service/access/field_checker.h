// Checks the tree of a callers' file against the declaration of its fields.
//
// Errors:  INVALID_ARGUMENT "LINE: FIELD: what is wrong": the first violation,
//          for example "7: callers[0].limits.streams: must be between 1 and
//          1,000,000, got 0". Texts, which may be secrets, are never quoted.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_ACCESS_FIELD_CHECKER_H_
#define BACKLINKS_SERVICE_ACCESS_FIELD_CHECKER_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "re2/re2.h"
#include "service/access/caller_fields.h"
#include "service/access/yaml_tree.h"

namespace backlinks::access {

class FieldChecker {
 public:
  // `path` is the name of the value in errors, for example "callers[0]", or
  // empty for the file as a whole.
  absl::Status Check(const YamlNode& node, const FieldSpec& spec,
                     const std::string& path);

 private:
  absl::Status CheckText(const YamlNode& node, const FieldSpec& spec,
                         const std::string& path);
  absl::Status CheckItems(const YamlNode& node, const FieldSpec& spec,
                          const std::string& path);
  absl::Status CheckObject(const YamlNode& node, const FieldSpec& spec,
                           const std::string& path);
  absl::Status CheckMember(const YamlMember& member, const FieldSpec& spec,
                           const std::string& path);
  bool Matches(std::string_view text, std::string_view pattern);

  std::map<std::string_view, std::unique_ptr<RE2>> patterns_;
};

// Returns "LINE: FIELD: what", or "LINE: what" if `path` is empty.
absl::Status FieldError(int line, std::string_view path, std::string_view what);

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_FIELD_CHECKER_H_
