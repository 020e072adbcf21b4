#include "service/stream/page_check.h"

#include <string>

#include "absl/status/status.h"

namespace backlinks::stream {
namespace {

class NoRows final : public decode::RowSink {
 public:
  absl::Status OnRow(const Row& /*row*/) override { return absl::OkStatus(); }
};

}  // namespace

std::function<bool(const ResponseHead& head, std::string_view body)>
MakePageCheck(const dialect::Dialect& dialect,
              const decode::DecodeLimits& limits) {
  return [&dialect, limits](const ResponseHead& head, std::string_view body) {
    if (!dialect.CheckHead(head).ok()) return false;
    NoRows rows;
    decode::PageDecoder decoder(
        {.rows_key = std::string(dialect.rows_key()),
         .column_of = [&](auto name) { return dialect.ColumnOf(name); },
         .wanted = FullColumnSet(),
         .readings = dialect.readings(),
         .limits = limits},
        rows);
    return decoder.Write(body).ok() && decoder.Finish().ok() &&
           !decoder.error_text();
  };
}

}  // namespace backlinks::stream
