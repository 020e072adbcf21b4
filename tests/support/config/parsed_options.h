// What the server makes of flags, environment and files.
#ifndef BACKLINKS_TESTS_SUPPORT_CONFIG_PARSED_OPTIONS_H_
#define BACKLINKS_TESTS_SUPPORT_CONFIG_PARSED_OPTIONS_H_

#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "gtest/gtest.h"
#include "service/config/options.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::testing_app {

using Variables = std::map<std::string, std::string>;
using Result = config::Parsed;

inline Result Parse(const std::vector<std::string>& args,
                    const Variables& variables = {}) {
  return config::ParseOptions(
      args, [&variables](const char* name) -> const char* {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
      });
}

inline config::Options MustParse(const std::vector<std::string>& args,
                                 const Variables& variables = {}) {
  const Result result = Parse(args, variables);
  if (const auto* error = std::get_if<config::UsageError>(&result)) {
    ADD_FAILURE() << error->line;
  }
  return std::holds_alternative<config::Options>(result)
             ? std::get<config::Options>(result)
             : config::Options();
}

inline std::string ErrorOf(const std::vector<std::string>& args,
                           const Variables& variables = {}) {
  const Result result = Parse(args, variables);
  const auto* error = std::get_if<config::UsageError>(&result);
  return error == nullptr ? "no error" : error->line;
}

// A file that its owner alone can read.
class TempFile {
 public:
  TempFile(const std::string& name, const std::string& text)
      : path_(folder_.Write(name, text)) {
    std::filesystem::permissions(path_,
                                 std::filesystem::perms::owner_read |
                                     std::filesystem::perms::owner_write);
  }
  const std::string& path() const { return path_; }

 private:
  const testing_file::TemporaryFolder folder_;
  const std::string path_;
};

}  // namespace backlinks::testing_app

#endif  // BACKLINKS_TESTS_SUPPORT_CONFIG_PARSED_OPTIONS_H_
