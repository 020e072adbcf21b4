#include "service/embedded/target_condition.h"

#include <string>
#include <utility>

#include "service/embedded/target_key.h"

namespace backlinks::embedded {
namespace {

// Returns the smallest text above all texts that begin with `prefix`.
std::string AbovePrefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFF) {
    prefix.pop_back();
  }
  if (!prefix.empty()) ++prefix.back();
  return prefix;
}

}  // namespace

std::optional<SqlCondition> MakeTargetCondition(std::string_view target,
                                                std::string_view mode) {
  const TargetKey key = MakeTargetKey(target);
  const std::string& host = key.reversed_host;
  if (mode == "subdomains") {
    return SqlCondition{"target_host >= ? AND target_host < ?",
                        {host, AbovePrefix(host)}};
  }
  if (mode == "domain") return SqlCondition{"target_host = ?", {host}};
  if (mode == "exact") {
    return SqlCondition{"target_host = ? AND target_path = ?",
                        {host, key.path}};
  }
  if (mode == "prefix") {
    return SqlCondition{
        "target_host = ? AND target_path >= ? AND target_path < ?",
        {host, key.path, AbovePrefix(key.path)}};
  }
  return std::nullopt;
}

}  // namespace backlinks::embedded
