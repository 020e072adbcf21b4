#include "client/cpp/cli/price_cut.h"

#include "client/cpp/cli/command_text.h"
#include "fmt/format.h"

namespace backlinks::cli {

int ReportPriceCut(const CommandContext& context, int64_t rows) {
  PrintError(
      context.console,
      fmt::format("the result is truncated by the price cap after {} rows; "
                  "there may be more\n",
                  rows));
  return kExitCut;
}

int ReportPriceCut(const CommandContext& context, const RowOutput& output,
                   std::string_view option, const std::string& token) {
  const int exit = ReportPriceCut(context, output.row_count());
  if (!token.empty()) {
    context.console.err.Write(fmt::format(
        "  resume with a higher --max-price, or with more budget{}: {}\n",
        output.AppendRemark(),
        ContinuedCommand(context.words, option, token, output.AppendFlag())));
  }
  return exit;
}

}  // namespace backlinks::cli
