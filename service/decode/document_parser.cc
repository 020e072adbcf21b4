#include "service/decode/document_parser.h"

#include "boost/json/basic_parser_impl.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/decode/json_text.h"

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

DocumentParser::DocumentParser(const DecodeOptions& options, RowSink& sink)
    : options_(options), parser_(ParseOptions(options.limits), options, sink) {}

absl::Status DocumentParser::Fail(std::string_view problem, int64_t at) {
  status_ = MakeError(Reason::kUpstreamMalformed,
                      fmt::format("{} at byte {}", problem, at),
                      {{"byte_offset", fmt::to_string(at)}});
  return status_;
}

absl::Status DocumentParser::WhyStopped(const boost::system::error_code& error,
                                        size_t used) {
  const int64_t at = offset_ + repairer_.SourceSize(used);
  if (!handler().sink_status().ok()) return status_ = handler().sink_status();
  if (!handler().problem().empty()) return Fail(handler().problem(), at);
  if (error == json::error::incomplete) {
    return Fail("the document ends too early,", at);
  }
  if (error == json::error::too_deep) {
    return Fail(
        fmt::format("nesting above the limit of {}", options_.limits.max_depth),
        at);
  }
  return Fail(fmt::format("not JSON ({})", error.message()), at);
}

absl::Status DocumentParser::Parse(std::string_view bytes, bool more) {
  boost::system::error_code error;
  size_t used = 0;
  if (!parser_.done()) {
    used = parser_.write_some(more, bytes.data(), bytes.size(), error);
  }
  if (error) return WhyStopped(error, used);
  const size_t extra = bytes.find_first_not_of(kBlanks, used);
  if (extra != bytes.npos) {
    return Fail("more after the document",
                offset_ + repairer_.SourceSize(extra));
  }
  offset_ += repairer_.SourceSize(bytes.size());
  return absl::OkStatus();
}

absl::Status DocumentParser::Feed(std::string_view bytes) {
  const std::string_view sanitized = repairer_.Sanitize(bytes);
  return sanitized.empty() ? absl::OkStatus() : Parse(sanitized, true);
}

absl::Status DocumentParser::PassRow(const Row& row, size_t size) {
  if (!has_row()) BACKLINKS_RETURN_IF_ERROR(ParseNull());
  SkipBytes(size);
  if (parser_.handler().PassRow(row)) return absl::OkStatus();
  return status_ = handler().sink_status();
}

absl::Status DocumentParser::ParseNull() {
  constexpr std::string_view kNull = "null";
  parser_.handler().IgnoreNull();
  boost::system::error_code error;
  parser_.write_some(true, kNull.data(), kNull.size(), error);
  return error ? WhyStopped(error, 0) : absl::OkStatus();
}

absl::Status DocumentParser::Finish() {
  BACKLINKS_RETURN_IF_ERROR(Parse(repairer_.Flush(), false));
  if (!handler().saw_rows() && !handler().error_text()) {
    return Fail("neither rows nor an error in a document that ends", offset_);
  }
  return absl::OkStatus();
}

}  // namespace backlinks::decode
