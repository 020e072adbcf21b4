#include "service/decode/page_decoder.h"

#include <utility>

#include "service/common/status/status.h"
#include "service/decode/document_parser.h"
#include "service/decode/json_text.h"
#include "service/decode/row_boundary.h"
#include "service/decode/row_scanner.h"

namespace backlinks::decode {
namespace {

// The maximum that is kept of a row that has not arrived completely. A longer
// one is left to the parser.
constexpr size_t kMaxKeptBytes = 64 << 10;
// A row mostly ends at the first of these.
constexpr char kRowEnd = '}';
// How often an incomplete row is scanned before it is left to the parser.
constexpr int kMaxScans = 4;
// After this many consecutive rows that the scanner could not read, it tries
// only one of kRetryRows.
constexpr int kMaxUnusualRows = 4;
constexpr int kRetryRows = 16;

size_t SkipBlanks(std::string_view bytes, size_t at) {
  while (at != bytes.size() && IsBlank(bytes[at])) ++at;
  return at;
}

}  // namespace

// Where the decoder is in the document decides who reads the next bytes.
struct PageDecoder::Impl {
  enum class Mode {
    kHead,  // Before the rows: the parser.
    kRows,  // Between two rows: the scanner.
    kRow,   // In a row that the scanner cannot read: the parser.
    kTail,  // After the rows: the parser.
  };

  Impl(DecodeOptions o, RowSink& sink)
      : options(std::move(o)),
        sink(sink),
        parser(options, sink),
        scanner(options) {}

  std::string_view SkipBom(std::string_view piece);
  absl::Status Read(std::string_view bytes);
  // Each reads the beginning of `bytes`, and removes it.
  absl::Status ReadHead(std::string_view& bytes);
  absl::Status ReadRows(std::string_view& bytes);
  absl::Status Keep(std::string_view& bytes);
  absl::Status ReadKeptRow(std::string_view& bytes);
  absl::Status ParseKeptRow();
  absl::Status ReadRow(std::string_view& bytes);
  absl::Status Feed(std::string_view& bytes, size_t size);
  RowScanner::Outcome Scan(std::string_view bytes, size_t& size);
  void BeginRow();

  const DecodeOptions options;
  RowSink& sink;
  DocumentParser parser;
  RowScanner scanner;
  RowBoundary boundary;
  Mode mode = Mode::kHead;
  std::string kept;    // The beginning of a row.
  std::string fed;     // The same while the parser reads it.
  int unusual = 0;     // Consecutive rows that the scanner could not read.
  int scans = 0;       // How often `kept` was scanned, since bytes were joined.
  size_t bom = 0;      // Bytes of the byte order mark so far.
  bool begun = false;  // After a possible byte order mark.
};

std::string_view PageDecoder::Impl::SkipBom(std::string_view piece) {
  while (!begun && !piece.empty()) {
    if (bom < kBom.size() && piece.front() == kBom[bom]) {
      piece.remove_prefix(1);
      ++bom;
      parser.SkipBytes(1);
    } else {
      begun = true;
    }
  }
  return piece;
}

absl::Status PageDecoder::Impl::Read(std::string_view bytes) {
  while (!bytes.empty()) {
    switch (mode) {
      case Mode::kHead:
        BACKLINKS_RETURN_IF_ERROR(ReadHead(bytes));
        break;
      case Mode::kRows:
        BACKLINKS_RETURN_IF_ERROR(kept.empty() ? ReadRows(bytes)
                                               : ReadKeptRow(bytes));
        break;
      case Mode::kRow:
        BACKLINKS_RETURN_IF_ERROR(ReadRow(bytes));
        break;
      case Mode::kTail:
        return Feed(bytes, bytes.size());
    }
  }
  return absl::OkStatus();
}

absl::Status PageDecoder::Impl::Feed(std::string_view& bytes, size_t size) {
  const std::string_view fed = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return parser.Feed(fed);
}

// The rows begin after a bracket.
absl::Status PageDecoder::Impl::ReadHead(std::string_view& bytes) {
  const size_t bracket = options.scan_rows ? bytes.find('[') : bytes.npos;
  const size_t size = bracket == bytes.npos ? bytes.size() : bracket + 1;
  BACKLINKS_RETURN_IF_ERROR(Feed(bytes, size));
  if (parser.is_between_rows() && options.scan_rows) mode = Mode::kRows;
  return absl::OkStatus();
}

// Scans one row with the comma before it; `size` is the size of both.
RowScanner::Outcome PageDecoder::Impl::Scan(std::string_view bytes,
                                            size_t& size) {
  size = SkipBlanks(bytes, 0);
  if (parser.has_row() && size != bytes.size()) {
    if (bytes[size] != ',') return RowScanner::Outcome::kUnusual;
    size = SkipBlanks(bytes, size + 1);
  }
  if (size == bytes.size()) return RowScanner::Outcome::kIncomplete;
  if (unusual >= kMaxUnusualRows && unusual % kRetryRows != 0) {
    return RowScanner::Outcome::kUnusual;
  }
  const auto outcome = scanner.Scan(bytes.substr(size));
  size += scanner.size();
  if (outcome == RowScanner::Outcome::kRow) unusual = 0;
  return outcome;
}

absl::Status PageDecoder::Impl::ReadRows(std::string_view& bytes) {
  size_t size = 0;
  while (!bytes.empty()) {
    // Spares the scanner most rows that are incomplete.
    if (bytes.size() < size && bytes.find(kRowEnd) == bytes.npos) {
      return Keep(bytes);
    }
    switch (Scan(bytes, size)) {
      case RowScanner::Outcome::kRow:
        bytes.remove_prefix(size);
        BACKLINKS_RETURN_IF_ERROR(parser.PassRow(scanner.row(), size));
        break;
      case RowScanner::Outcome::kIncomplete:
        if (bytes.size() <= kMaxKeptBytes) return Keep(bytes);
        BeginRow();
        return absl::OkStatus();
      case RowScanner::Outcome::kUnusual:
        BeginRow();
        return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

absl::Status PageDecoder::Impl::Keep(std::string_view& bytes) {
  kept = std::exchange(bytes, {});
  scans = 0;
  return absl::OkStatus();
}

// Joins the bytes up to where the row may end with what is kept of it.
absl::Status PageDecoder::Impl::ReadKeptRow(std::string_view& bytes) {
  const size_t end = bytes.find(kRowEnd);
  const size_t joined = end == bytes.npos ? bytes.size() : end + 1;
  if (kept.size() + joined > kMaxKeptBytes) return ParseKeptRow();
  kept += bytes.substr(0, joined);
  bytes.remove_prefix(joined);
  if (end == bytes.npos) return absl::OkStatus();
  if (scans++ == kMaxScans) return ParseKeptRow();
  size_t size = 0;
  switch (Scan(kept, size)) {
    case RowScanner::Outcome::kRow:
      break;
    case RowScanner::Outcome::kIncomplete:
      return absl::OkStatus();
    case RowScanner::Outcome::kUnusual:
      return ParseKeptRow();
  }
  absl::Status passed = parser.PassRow(scanner.row(), size);
  sink.OnRowEnds();
  kept.clear();
  return passed;
}

absl::Status PageDecoder::Impl::ParseKeptRow() {
  BeginRow();
  fed.swap(kept);
  kept.clear();
  return Read(fed);
}

void PageDecoder::Impl::BeginRow() {
  mode = Mode::kRow;
  ++unusual;
  boundary.Restart();
}

absl::Status PageDecoder::Impl::ReadRow(std::string_view& bytes) {
  BACKLINKS_RETURN_IF_ERROR(Feed(bytes, boundary.Find(bytes)));
  if (!boundary.has_ended()) return absl::OkStatus();
  mode = parser.is_between_rows() ? Mode::kRows : Mode::kTail;
  return absl::OkStatus();
}

PageDecoder::PageDecoder(DecodeOptions options, RowSink& sink)
    : impl_(std::make_unique<Impl>(std::move(options), sink)) {}

PageDecoder::~PageDecoder() = default;

absl::Status PageDecoder::Write(std::string_view piece) {
  if (!impl_->parser.status().ok()) return impl_->parser.status();
  piece = impl_->SkipBom(piece);
  if (impl_->begun && impl_->bom % kBom.size() != 0) {
    return impl_->parser.Fail("not JSON (half a byte order mark)", 0);
  }
  absl::Status read = impl_->Read(piece);
  impl_->sink.OnRowEnds();
  return read;
}

absl::Status PageDecoder::Finish() {
  if (!impl_->parser.status().ok()) return impl_->parser.status();
  BACKLINKS_RETURN_IF_ERROR(impl_->parser.Feed(impl_->kept));
  return impl_->parser.Finish();
}

const std::optional<std::string>& PageDecoder::error_text() const {
  return impl_->parser.handler().error_text();
}

int64_t PageDecoder::row_count() const {
  return impl_->parser.handler().row_count();
}

const std::array<int64_t, kColumnCount + 1>& PageDecoder::malformed_cells()
    const {
  return impl_->parser.handler().malformed_cells();
}

}  // namespace backlinks::decode
