// Ends a command whose result the price cap truncated: the call did not fail,
// but the result is incomplete.
#ifndef BACKLINKS_CLIENT_CPP_CLI_PRICE_CUT_H_
#define BACKLINKS_CLIENT_CPP_CLI_PRICE_CUT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/row_output.h"

namespace backlinks::cli {

// Reports on stderr, terminal or not, that the result ends after `rows` rows
// because of the price cap. Returns kExitCut.
int ReportPriceCut(const CommandContext& context, int64_t rows);

// Reports the same for the rows of `output`, with the command line that
// continues them: with `option` and `token`, unless the token is empty.
int ReportPriceCut(const CommandContext& context, const RowOutput& output,
                   std::string_view option, const std::string& token);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_PRICE_CUT_H_
