#include "client/cpp/cli/commands.h"
#include "fmt/format.h"
#include "service/common/column/column.h"

namespace backlinks::cli {
namespace {

int Run(const CommandContext& context) {
  std::string text = fmt::format("{:<20} {:<8} {:<6} {:<6}  {}\n", "column",
                                 "type", "where", "having", "description");
  for (const Column& column : AllColumns()) {
    text +=
        fmt::format("{:<20} {:<8} {:<6} {:<6}  {}\n", column.name,
                    ColumnTypeName(column.type), column.in_where ? "yes" : "-",
                    column.in_having ? "yes" : "-", column.description);
  }
  context.console.out.Write(text);
  return kExitDone;
}

}  // namespace

Command AddColumnsCommand(CLI::App& app) {
  return {app.add_subcommand("columns", "List the columns"), Run};
}

}  // namespace backlinks::cli
