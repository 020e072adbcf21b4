// Handles an object or an array that begins where none is expected.
#include "fmt/format.h"
#include "service/decode/page_handler.h"

namespace backlinks::decode {

bool PageHandler::OpenUnexpected(std::string_view what, error_code& error) {
  switch (state_) {
    case State::kSkip:
      ++skipped_depth_;
      return true;
    case State::kCell:
    case State::kReading:
      ++malformed_cells_[column_];
      Skip(State::kRow, InList() ? 2 : 1);
      return true;
    case State::kErrorValue:
      SetErrorText("");
      Skip(State::kDocument, 1);
      return true;
    case State::kStart:
      return Stop(fmt::format("{} as the document", what), error);
    case State::kRows:
      return Stop(fmt::format("{} as a row", what), error);
    default:
      return Stop(fmt::format("{} as the rows", what), error);
  }
}

}  // namespace backlinks::decode
