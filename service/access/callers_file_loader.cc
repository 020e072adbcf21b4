#include "service/access/callers_file_loader.h"

#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "service/access/callers_file.h"
#include "service/access/yaml_tree.h"
#include "service/common/file/small_file.h"

namespace backlinks::access {
namespace {

CallersFileCounts CountsOf(const CallersFile& file) {
  CallersFileCounts counts{.callers = file.callers.size(),
                           .allows_anonymous = file.anonymous.has_value()};
  for (const CallerEntry& caller : file.callers) {
    counts.keys += caller.keys.size();
    counts.certificates += caller.certificates.size();
  }
  return counts;
}

}  // namespace

CallersFileLoader::CallersFileLoader(std::string path,
                                     CallerDirectory& directory)
    : path_(std::move(path)), directory_(directory) {}

absl::StatusOr<std::optional<CallersFileCounts>> CallersFileLoader::Load() {
  absl::StatusOr<std::string> read =
      ReadSmallFile(path_, kMaxYamlBytes, FileKind::kRegular);
  if (!read.ok()) {
    contents_.reset();
    return absl::InvalidArgumentError(
        fmt::format("{}: {}", path_, std::string(read.status().message())));
  }
  if (*read == contents_) {
    if (!error_.ok()) return error_;
    return std::nullopt;
  }
  contents_ = *std::move(read);
  absl::StatusOr<CallersFileCounts> counts = Apply();
  error_ = counts.status();
  if (!counts.ok()) return error_;
  return *counts;
}

absl::StatusOr<CallersFileCounts> CallersFileLoader::Apply() {
  absl::StatusOr<CallersFile> file = ParseCallersFile(path_, *contents_);
  if (!file.ok()) return file.status();
  const CallersFileCounts counts = CountsOf(*file);
  directory_.Replace(*std::move(file));
  return counts;
}

}  // namespace backlinks::access
