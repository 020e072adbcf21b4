// A page in random pieces: the first byte says how it is cut and what is kept,
// the rest is the body. The outcome has to be that of the whole, whether the
// rows are scanned or parsed, and every row has to be UTF-8 and encode to a
// message that parses.
#include <cstdint>
#include <string>

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/decode/page_decoder.h"
#include "service/encode/row_encoder.h"
#include "tests/fuzz/check.h"

namespace backlinks {
namespace {

class Encoder : public decode::RowSink {
 public:
  absl::Status OnRow(const Row& row) override {
    bytes += encoder_.Encode(row, FullColumnSet());
    return absl::OkStatus();
  }
  std::string bytes;

 private:
  encode::RowEncoder encoder_;
};

struct Outcome {
  std::string rows;
  bool ok = false;
  int64_t row_count = 0;
  std::array<int64_t, kColumnCount + 1> malformed_cells{};

  bool operator==(const Outcome&) const = default;
};

decode::DecodeOptions Options(bool keep_other_columns, bool scan_rows) {
  return {.rows_key = "refpages",
          .column_of =
              [](std::string_view name) {
                const Column* column = FindColumn(name);
                return column == nullptr ? 0 : column->number;
              },
          .wanted = FullColumnSet(),
          .keep_other_columns = keep_other_columns,
          .limits = {.max_depth = 8,
                     .max_key_bytes = 1 << 20,
                     .max_cell_bytes = 1 << 20},
          .scan_rows = scan_rows};
}

Outcome Decode(std::string_view body, size_t piece, bool keep_other_columns,
               bool scan_rows) {
  Encoder encoder;
  decode::PageDecoder decoder(Options(keep_other_columns, scan_rows), encoder);
  absl::Status status;
  for (size_t at = 0; at < body.size() && status.ok(); at += piece) {
    status = decoder.Write(body.substr(at, piece));
  }
  if (status.ok()) status = decoder.Finish();
  return {encoder.bytes, status.ok(), decoder.row_count(),
          decoder.malformed_cells()};
}

void FuzzDecode(std::string_view input) {
  const auto cut = static_cast<unsigned char>(input.front());
  const bool keep = (cut & 1) != 0;
  const std::string_view body = input.substr(1);
  // The whole by the parser alone is what all others have to be equal to.
  const Outcome whole = Decode(body, body.size() + 1, keep, false);
  BACKLINKS_FUZZ_CHECK(whole == Decode(body, body.size() + 1, keep, true));
  BACKLINKS_FUZZ_CHECK(whole == Decode(body, 1 + cut / 2, keep, true));
  BACKLINKS_FUZZ_CHECK(whole == Decode(body, 1 + cut / 2, keep, false));
  v1::StreamRefpagesResponse message;  // Strings that are not UTF-8 fail.
  BACKLINKS_FUZZ_CHECK(message.ParseFromString(whole.rows));
  BACKLINKS_FUZZ_CHECK(message.refpages_size() == whole.row_count);
}

}  // namespace
}  // namespace backlinks

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 0) {
    backlinks::FuzzDecode({reinterpret_cast<const char*>(data), size});
  }
  return 0;
}
