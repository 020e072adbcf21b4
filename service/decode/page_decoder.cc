#include "service/decode/page_decoder.h"

#include <utility>

#include "boost/json/basic_parser_impl.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/decode/json_text.h"
#include "service/decode/page_handler.h"
#include "service/decode/surrogate_repairer.h"

namespace backlinks::decode {
namespace {

namespace json = boost::json;

json::parse_options ParseOptions(const DecodeLimits& limits) {
  json::parse_options options;
  options.max_depth = limits.max_depth;
  // UTF-8 is checked and sanitized for each row.
  options.allow_invalid_utf8 = true;
  return options;
}

}  // namespace

struct PageDecoder::Impl {
  Impl(DecodeOptions o, RowSink& sink)
      : options(std::move(o)),
        parser(ParseOptions(options.limits), options, sink) {}

  absl::Status Parse(std::string_view bytes, bool more);
  absl::Status WhyStopped(const boost::system::error_code& error, size_t used);
  absl::Status Fail(std::string_view problem, int64_t at);
  std::string_view SkipBom(std::string_view piece);

  const DecodeOptions options;
  json::basic_parser<PageHandler> parser;
  SurrogateRepairer repairer;
  int64_t offset = 0;   // The document offset of the parser's next byte.
  size_t bom = 0;       // Bytes of the byte order mark so far.
  bool begun = false;   // After a possible byte order mark.
  absl::Status status;  // The first error.
};

absl::Status PageDecoder::Impl::Fail(std::string_view problem, int64_t at) {
  status = MakeError(Reason::kUpstreamMalformed,
                     fmt::format("{} at byte {}", problem, at),
                     {{"byte_offset", fmt::to_string(at)}});
  return status;
}

std::string_view PageDecoder::Impl::SkipBom(std::string_view piece) {
  while (!begun && !piece.empty()) {
    if (bom < kBom.size() && piece.front() == kBom[bom]) {
      piece.remove_prefix(1);
      ++bom;
      ++offset;
    } else {
      begun = true;
    }
  }
  return piece;
}

absl::Status PageDecoder::Impl::WhyStopped(
    const boost::system::error_code& error, size_t used) {
  const int64_t at = offset + repairer.SourceSize(used);
  const PageHandler& handler = parser.handler();
  if (!handler.sink_status().ok()) return status = handler.sink_status();
  if (!handler.problem().empty()) return Fail(handler.problem(), at);
  if (error == json::error::incomplete) {
    return Fail("the document ends too early,", at);
  }
  if (error == json::error::too_deep) {
    return Fail(
        fmt::format("nesting above the limit of {}", options.limits.max_depth),
        at);
  }
  return Fail(fmt::format("not JSON ({})", error.message()), at);
}

absl::Status PageDecoder::Impl::Parse(std::string_view bytes, bool more) {
  boost::system::error_code error;
  size_t used = 0;
  if (!parser.done()) {
    used = parser.write_some(more, bytes.data(), bytes.size(), error);
  }
  if (error) return WhyStopped(error, used);
  const size_t extra = bytes.find_first_not_of(kBlanks, used);
  if (extra != bytes.npos) {
    return Fail("more after the document", offset + repairer.SourceSize(extra));
  }
  offset += repairer.SourceSize(bytes.size());
  return absl::OkStatus();
}

PageDecoder::PageDecoder(DecodeOptions options, RowSink& sink)
    : impl_(std::make_unique<Impl>(std::move(options), sink)) {}

PageDecoder::~PageDecoder() = default;

absl::Status PageDecoder::Write(std::string_view piece) {
  if (!impl_->status.ok()) return impl_->status;
  piece = impl_->SkipBom(piece);
  if (impl_->begun && impl_->bom % kBom.size() != 0) {
    return impl_->Fail("not JSON (half a byte order mark)", 0);
  }
  const std::string_view bytes = impl_->repairer.Sanitize(piece);
  return bytes.empty() ? absl::OkStatus() : impl_->Parse(bytes, true);
}

absl::Status PageDecoder::Finish() {
  if (!impl_->status.ok()) return impl_->status;
  BACKLINKS_RETURN_IF_ERROR(impl_->Parse(impl_->repairer.Flush(), false));
  if (!impl_->parser.handler().saw_rows() && !error_text()) {
    return impl_->Fail("neither rows nor an error in a document that ends",
                       impl_->offset);
  }
  return absl::OkStatus();
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
