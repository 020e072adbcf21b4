#include <cstdio>

#include "client/cpp/cli/commands.h"
#include "fmt/format.h"

namespace backlinks {

int RunColumns() {
  fmt::print("{:<20} {:<8} {:<6} {:<6}  {}\n", "column", "type", "where",
             "having", "description");
  for (const Column& column : AllColumns()) {
    fmt::print("{:<20} {:<8} {:<6} {:<6}  {}\n", column.name,
               ColumnTypeName(column.type), column.in_where ? "yes" : "-",
               column.in_having ? "yes" : "-", column.description);
  }
  return kExitDone;
}

}  // namespace backlinks
