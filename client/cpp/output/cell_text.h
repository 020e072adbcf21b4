// Formats one cell of a row as text.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_CELL_TEXT_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_CELL_TEXT_H_

#include <optional>
#include <string>

#include "backlinks/v1/refpage.pb.h"
#include "client/cpp/output/cell.h"
#include "service/common/column/column.h"

namespace backlinks::output {

// Dates are RFC 3339. Appends nothing for an absent cell.
void AppendText(const Cell& cell, std::string& out);

// Empty if the column is absent.
std::optional<std::string> CellText(const v1::Refpage& row,
                                    const Column& column);

}  // namespace backlinks::output

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_CELL_TEXT_H_
