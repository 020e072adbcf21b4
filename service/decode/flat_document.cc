#include "service/decode/flat_document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "boost/json/basic_parser_impl.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/decode/json_text.h"

namespace backlinks::decode {
namespace {

namespace json = boost::json;

constexpr size_t kMaxBytes = 16 << 10;
constexpr size_t kMaxDepth = 32;

// Handles the events of Boost.JSON's parser. The text of a scalar may arrive in
// parts.
class FlatHandler {
 public:
  using error_code = boost::system::error_code;
  using string_view = json::string_view;

  // Boost.JSON requires these; the size of the document bounds all of them.
  static constexpr std::size_t max_object_size = -1;
  static constexpr std::size_t max_array_size = -1;
  static constexpr std::size_t max_key_size = -1;
  static constexpr std::size_t max_string_size = -1;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return Open(true); }
  bool on_object_end(std::size_t, error_code&) { return Close(); }
  bool on_array_begin(error_code&) { return Open(false); }
  bool on_array_end(std::size_t, error_code&) { return Close(); }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    return Add(part);
  }
  bool on_key(string_view part, std::size_t, error_code&) {
    Add(part);
    key_ = std::exchange(text_, {});
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    return Add(part);
  }
  bool on_string(string_view part, std::size_t, error_code&) {
    return End(part);
  }
  bool on_number_part(string_view part, error_code&) { return Add(part); }
  bool on_int64(std::int64_t, string_view part, error_code&) {
    return End(part);
  }
  bool on_uint64(std::uint64_t, string_view part, error_code&) {
    return End(part);
  }
  bool on_double(double, string_view part, error_code&) { return End(part); }
  bool on_bool(bool value, error_code&) {
    return End(value ? "true" : "false");
  }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

  FlatDocument Take() { return std::move(document_); }

 private:
  bool Open(bool is_object) {
    is_object_.push_back(is_object);
    return true;
  }
  bool Close() {
    is_object_.pop_back();
    return true;
  }
  bool Add(string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool End(string_view part) {
    Add(part);
    std::string text = std::exchange(text_, {});
    if (!is_object_.empty() && is_object_.back()) {
      document_.try_emplace(key_, std::move(text));
    }
    return true;
  }

  std::vector<bool> is_object_;  // Open objects and arrays, outermost first.
  std::string key_;
  std::string text_;
  FlatDocument document_;
};

absl::Status Malformed(std::string_view problem, size_t at) {
  return MakeError(Reason::kUpstreamMalformed,
                   fmt::format("{} at byte {}", problem, at),
                   {{"byte_offset", fmt::to_string(at)}});
}

std::string Describe(const boost::system::error_code& error) {
  if (error == json::error::incomplete) return "the document ends too early,";
  if (error == json::error::too_deep) {
    return fmt::format("nesting above the limit of {}", kMaxDepth);
  }
  return fmt::format("not JSON ({})", error.message());
}

}  // namespace

absl::StatusOr<FlatDocument> DecodeFlat(std::string_view document) {
  if (document.size() > kMaxBytes) {
    return Malformed(
        fmt::format("a document above the limit of {} bytes", kMaxBytes),
        kMaxBytes);
  }
  const size_t start = document.starts_with(kBom) ? kBom.size() : 0;
  const std::string_view text = document.substr(start);
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::basic_parser<FlatHandler> parser(options);
  boost::system::error_code error;
  const size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (error) return Malformed(Describe(error), start + used);
  const size_t extra = text.find_first_not_of(kBlanks, used);
  if (extra != text.npos) {
    return Malformed("more after the document", start + extra);
  }
  return parser.handler().Take();
}

}  // namespace backlinks::decode
