#include "client/cpp/cli/color.h"

#include <cstdlib>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

std::string_view Environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool WantsColor(std::string_view when, bool is_terminal) {
  if (when == "always") return true;
  if (when == "never" || !Environment("NO_COLOR").empty()) return false;
  const std::string_view force = Environment("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return is_terminal && Environment("TERM") != "dumb";
}

std::string WithBoldLabel(std::string_view line) {
  const std::string_view label = line.substr(0, line.find("  "));
  if (label.empty()) return std::string(line);
  return Styled(label, Style::kBold, true).append(line.substr(label.size()));
}

}  // namespace

CLI::Option* AddColorOption(CLI::App& app) {
  return app.add_option("--color", "When to color; auto: on a terminal")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->default_str("auto");
}

void ChooseColors(const CLI::Option& option, Console& console) {
  const std::string when = option.empty() ? "auto" : option.results().back();
  console.out_has_color = WantsColor(when, console.out.is_terminal());
  console.err_has_color = WantsColor(when, console.err.is_terminal());
}

std::string Styled(std::string_view text, Style style, bool with_color) {
  if (!with_color || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", style == Style::kBold ? "1" : "1;31",
                     text);
}

std::string WithBoldLabels(const std::string& lines, bool with_color) {
  if (!with_color) return lines;
  std::vector<std::string> styled = absl::StrSplit(lines, '\n');
  for (std::string& line : styled) line = WithBoldLabel(line);
  return absl::StrJoin(styled, "\n");
}

}  // namespace backlinks::cli
