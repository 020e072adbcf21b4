// The end of a command whose result the price cap cut short: not a failure of
// the call, but not the whole result either.
#ifndef BACKLINKS_CLIENT_CPP_CLI_PRICE_CUT_H_
#define BACKLINKS_CLIENT_CPP_CLI_PRICE_CUT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/row_output.h"

namespace backlinks {

// Reports on stderr, whether it is a terminal or not, that the result ends
// after `rows` rows because of the price cap. Returns kExitCut.
int ReportPriceCut(const CommandContext& context, int64_t rows);

// The same for the rows of `output`, with the command line that continues them:
// with `option` and `token`, unless the token is empty.
int ReportPriceCut(const CommandContext& context, const RowOutput& output,
                   std::string_view option, const std::string& token);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_PRICE_CUT_H_
