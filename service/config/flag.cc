#include "service/config/flag.h"

#include "absl/strings/ascii.h"
#include "fmt/format.h"

namespace backlinks::config {

std::string HelpText(const Flag& flag) {
  if (flag.range.empty()) return flag.help;
  const std::string_view mark = flag.type == "WORD" ? ": " : ". ";
  return fmt::format("{}{}{}", flag.help, mark, flag.range);
}

std::string EnvironmentName(std::string_view flag) {
  const std::string name(flag);
  return "BACKLINKS_" + absl::AsciiStrToUpper(name);
}

}  // namespace backlinks::config
