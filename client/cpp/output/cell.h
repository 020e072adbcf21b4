// Reads one cell of a row without a copy and without reflection.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_CELL_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_CELL_H_

#include <cstdint>
#include <string_view>
#include <variant>

#include "backlinks/v1/refpage.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "service/common/column/column.h"

namespace backlinks::output {

// The first alternative is an absent cell. Texts and times are part of the row;
// link_type is a text, v2's word for it.
using Cell = std::variant<std::monostate, std::string_view, int64_t, bool,
                          const google::protobuf::Timestamp*>;

// The cell is valid until the row changes.
Cell GetCell(const v1::Refpage& row, const Column& column);

}  // namespace backlinks::output

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_CELL_H_
