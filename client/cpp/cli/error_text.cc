#include "client/cpp/cli/error_text.h"

#include "client/cpp/output/display_width.h"
#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::cli {

std::string ErrorText(const absl::Status& status) {
  const auto reason = GetReason(status);
  const auto violations = GetViolations(status);
  std::string text =
      fmt::format("{}{}", absl::StatusCodeToString(status.code()),
                  reason ? fmt::format(" ({})", ReasonName(*reason)) : "");
  if (violations.empty()) {
    return fmt::format("{}: {}\n", text,
                       output::Printable(std::string(status.message())));
  }
  text += '\n';
  for (const Violation& violation : violations) {
    text += fmt::format("  {}: {}\n", output::Printable(violation.path),
                        output::Printable(violation.description));
  }
  return text;
}

}  // namespace backlinks::cli
