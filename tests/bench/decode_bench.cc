// How fast a page becomes wire bytes, beside what only parses it: the same
// document, in memory, in one run.
//
// Use: decode_bench refpages.jsonl.xz  (JSONL, plain or compressed)
#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "archive.h"
#include "archive_entry.h"
#include "boost/json/basic_parser_impl.hpp"
#include "boost/json/monotonic_resource.hpp"
#include "boost/json/parse.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "service/decode/page_decoder.h"
#include "service/encode/row_encoder.h"
#include "simdjson.h"

namespace backlinks {
namespace {

constexpr size_t kPieceBytes = 64 << 10;
constexpr size_t kBatchBytes = 96 << 10;
constexpr int kRounds = 5;

// The file's lines as the rows of one document; "": it cannot be read.
std::string ReadDocument(const char* path) {
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(),
                                                           archive_read_free);
  archive_read_support_filter_xz(reader.get());
  archive_read_support_format_raw(reader.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_filename(reader.get(), path, kPieceBytes) !=
          ARCHIVE_OK ||
      archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) {
    return "";
  }
  std::string document = R"({"refpages":[)";
  std::vector<char> piece(kPieceBytes);
  la_ssize_t size = 0;
  while ((size = archive_read_data(reader.get(), piece.data(), piece.size())) >
         0) {
    document.append(piece.data(), size);
  }
  if (size < 0) return "";
  while (document.back() == '\n') document.pop_back();
  std::replace(document.begin(), document.end(), '\n', ',');
  return document + "]}";
}

class Discard : public decode::RowSink {
 public:
  absl::Status OnRow(const Row&) override { return absl::OkStatus(); }
};

class Encode : public decode::RowSink {
 public:
  absl::Status OnRow(const Row& row) override {
    batch_ += encoder_.Encode(row, FullColumnSet());
    if (batch_.size() >= kBatchBytes) batch_.clear();
    return absl::OkStatus();
  }

 private:
  encode::RowEncoder encoder_;
  std::string batch_;
};

bool Decode(std::string_view document, decode::RowSink& sink) {
  decode::PageDecoder decoder({.rows_key = "refpages",
                               .column_of =
                                   [](std::string_view name) {
                                     const Column* column = FindColumn(name);
                                     return column == nullptr ? 0
                                                              : column->number;
                                   },
                               .wanted = FullColumnSet()},
                              sink);
  for (size_t at = 0; at < document.size(); at += kPieceBytes) {
    if (!decoder.Write(document.substr(at, kPieceBytes)).ok()) return false;
  }
  return decoder.Finish().ok();
}

// Boost.JSON's parser with nobody listening: what decoding cannot be above.
struct Deaf {
  static constexpr size_t max_object_size = -1;
  static constexpr size_t max_array_size = -1;
  static constexpr size_t max_key_size = -1;
  static constexpr size_t max_string_size = -1;
  using error_code = boost::system::error_code;
  using string_view = boost::json::string_view;
  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return true; }
  bool on_object_end(size_t, error_code&) { return true; }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(size_t, error_code&) { return true; }
  bool on_key_part(string_view, size_t, error_code&) { return true; }
  bool on_key(string_view, size_t, error_code&) { return true; }
  bool on_string_part(string_view, size_t, error_code&) { return true; }
  bool on_string(string_view, size_t, error_code&) { return true; }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(int64_t, string_view, error_code&) { return true; }
  bool on_uint64(uint64_t, string_view, error_code&) { return true; }
  bool on_double(double, string_view, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

bool ParseDeaf(std::string_view document) {
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  boost::json::basic_parser<Deaf> parser(options);
  boost::system::error_code error;
  for (size_t at = 0; at < document.size(); at += kPieceBytes) {
    const std::string_view piece = document.substr(at, kPieceBytes);
    parser.write_some(true, piece.data(), piece.size(), error);
    if (error) return false;
  }
  return true;
}

bool ParseWithBoost(std::string_view document) {
  boost::system::error_code error;
  boost::json::monotonic_resource memory;
  boost::json::parse({document.data(), document.size()}, error, &memory);
  return !error;
}

struct Contender {
  std::string_view name;
  std::function<bool()> run;
  std::vector<double> seconds;
};

double Seconds(const std::function<bool()>& run) {
  const auto start = std::chrono::steady_clock::now();
  if (!run()) return -1;
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - start;
  return took.count();
}

std::vector<Contender> Contenders(const std::string& document,
                                  const simdjson::padded_string& padded) {
  return {
      {"decode and encode, 64 KiB pieces",
       [&] {
         Encode sink;
         return Decode(document, sink);
       }},
      {"decode alone",
       [&] {
         Discard sink;
         return Decode(document, sink);
       }},
      {"its parser alone (Boost.JSON basic_parser)",
       [&] { return ParseDeaf(document); }},
      {"simdjson, the whole document as a tree",
       [&] {
         simdjson::dom::parser parser;
         return parser.parse(padded).error() == simdjson::SUCCESS;
       }},
      {"boost::json::parse, the whole document as a tree",
       [&] { return ParseWithBoost(document); }},
  };
}

int64_t CountRows(const std::string& document) {
  class Count : public Discard {
   public:
    absl::Status OnRow(const Row&) override {
      ++rows;
      return absl::OkStatus();
    }
    int64_t rows = 0;
  } count;
  return Decode(document, count) ? count.rows : 0;
}

// Rounds go around: what disturbs the machine disturbs all.
bool Run(std::vector<Contender>& contenders) {
  for (int round = 0; round < kRounds; ++round) {
    for (Contender& contender : contenders) {
      contender.seconds.push_back(Seconds(contender.run));
      if (contender.seconds.back() < 0) {
        fmt::print(stderr, "failed: {}\n", contender.name);
        return false;
      }
    }
  }
  return true;
}

int Compare(const std::string& document) {
  const int64_t rows = CountRows(document);
  const simdjson::padded_string padded(document);
  std::vector<Contender> contenders = Contenders(document, padded);
  if (rows == 0 || !Run(contenders)) return 1;
  fmt::print("{} rows, {} bytes a row, medians of {} rounds\n", rows,
             document.size() / rows, kRounds);
  double first = 0;
  for (Contender& contender : contenders) {
    auto& seconds = contender.seconds;
    std::sort(seconds.begin(), seconds.end());
    const double rate = rows / seconds[kRounds / 2] / 1e6;
    if (first == 0) first = rate;
    fmt::print("{:<50} {:5.2f} Mrows/s  ({:.2f} of the first; best {:.2f})\n",
               contender.name, rate, rate / first, rows / seconds[0] / 1e6);
  }
  return 0;
}

}  // namespace
}  // namespace backlinks

int main(int argc, char** argv) {
  const std::string document =
      argc == 2 ? backlinks::ReadDocument(argv[1]) : "";
  if (document.empty()) {
    fmt::print(stderr, "use: decode_bench FILE (JSONL, may be compressed)\n");
    return 2;
  }
  return backlinks::Compare(document);
}
