// The time in which a document becomes wire bytes, beside the time in which
// other readers read it, in memory and in turn.
//
// In:     decode_bench FILE [ROWS [ONLY [TIMES]]]: rows as JSONL, plain or by
//         xz; ONLY runs the way of this name alone, TIMES times.
// Out:    one JSON line: rows, bytes, and the seconds of each way by its name.
// Errors: exit 1 if a way fails, 2 if the file cannot be read.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "service/decode/page_decoder.h"
#include "service/encode/batch_encoder.h"
#include "simdjson.h"
#include "tests/bench/documents.h"
#include "tests/bench/json_readers.h"

namespace backlinks::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kPieceBytes = 64 << 10;
constexpr size_t kSegmentBytes = 1448;  // Of TCP over Ethernet.
constexpr std::string_view kRandomColumns = "encode, random columns";
constexpr std::string_view kOtherColumns = "encode, other columns";
constexpr size_t kBatchBytes = 96 << 10;
constexpr size_t kAllRows = 1'000'000;

class Discard : public decode::RowSink {
 public:
  absl::Status OnRow(const Row&) override { return absl::OkStatus(); }
};

// As a message of the stream: of rows, or an Arrow batch.
class Encode : public decode::RowSink {
 public:
  explicit Encode(bool is_arrow = false)
      : max_bytes_(is_arrow ? 4 * kBatchBytes : kBatchBytes) {
    Plan plan;
    plan.deliver = FullColumnSet();
    if (is_arrow) {
      for (const Column& column : AllColumns()) {
        plan.arrow_columns.push_back(&column);
      }
    }
    encoder_ = encode::MakeBatchEncoder(plan);
  }

  absl::Status OnRow(const Row& row) override {
    encoder_->Measure(row);
    encoder_->AddMeasured(row);
    if (encoder_->batch_bytes() >= max_bytes_) encoder_->TakeBatch();
    return absl::OkStatus();
  }

 private:
  const size_t max_bytes_;
  std::unique_ptr<encode::BatchEncoder> encoder_;
};

// Returns the size of the next piece.
using PieceSize = std::function<size_t()>;

PieceSize Fixed(size_t size) {
  return [size] { return size; };
}

// Pieces of 1 byte to 4 KiB, the same in every run.
PieceSize Random() {
  std::mt19937 random(2);  // NOLINT(cert-msc51-cpp): the same in each run.
  return [random]() mutable {
    return std::uniform_int_distribution<size_t>(1, 4096)(random);
  };
}

bool Decode(std::string_view document, const PieceSize& piece_size,
            decode::RowSink& sink) {
  decode::PageDecoder decoder({.rows_key = "refpages",
                               .column_of =
                                   [](std::string_view name) {
                                     const Column* column = FindColumn(name);
                                     return column == nullptr ? 0
                                                              : column->number;
                                   },
                               .wanted = FullColumnSet()},
                              sink);
  while (!document.empty()) {
    const size_t size = std::min(piece_size(), document.size());
    if (!decoder.Write(document.substr(0, size)).ok()) return false;
    document.remove_prefix(size);
  }
  return decoder.Finish().ok();
}

struct Way {
  std::string_view name;
  std::function<bool()> run;
};

Way EncodeWay(std::string_view name, const std::string& document,
              const PieceSize& piece_size) {
  return {name, [&document, piece_size] {
            Encode sink;
            return Decode(document, piece_size, sink);
          }};
}

struct Documents {
  std::string plain, shuffled, with_others;
  simdjson::padded_string padded = simdjson::padded_string();
};

std::vector<Way> AllWays(const Documents& documents, ColumnReader& reader) {
  const std::string& plain = documents.plain;
  const simdjson::padded_string& padded = documents.padded;
  return {
      EncodeWay("encode", plain, Fixed(kPieceBytes)),
      EncodeWay("encode, whole document", plain, Fixed(plain.size())),
      EncodeWay("encode, segments of TCP", plain, Fixed(kSegmentBytes)),
      EncodeWay("encode, random pieces", plain, Random()),
      EncodeWay(kRandomColumns, documents.shuffled, Fixed(kPieceBytes)),
      EncodeWay(kOtherColumns, documents.with_others, Fixed(kPieceBytes)),
      {"encode, Arrow",
       [&] {
         Encode sink(true);
         return Decode(plain, Fixed(kPieceBytes), sink);
       }},
      {"decode",
       [&] {
         Discard sink;
         return Decode(plain, Fixed(kPieceBytes), sink);
       }},
      {"simdjson_reader", [&] { return reader.Read(padded); }},
      {"simdjson_reader, new buffers",
       [&] { return ColumnReader().Read(padded); }},
      {"basic_parser", [&] { return ParseWithoutHandler(plain, kPieceBytes); }},
      {"simdjson tree", [&] { return MakeSimdjsonTree(padded); }},
      {"boost::json tree", [&] { return MakeBoostTree(plain); }},
  };
}

int Compare(const std::vector<std::string>& rows, std::string_view only,
            int times) {
  const auto runs = [&](std::string_view name) {
    return only.empty() || only == name;
  };
  Documents documents{.plain = MakeDocument(rows)};
  // Making these takes longer than most ways.
  if (runs(kRandomColumns)) {
    documents.shuffled = MakeDocument(ShuffleColumns(rows));
  }
  if (runs(kOtherColumns)) {
    documents.with_others = MakeDocument(AddColumns(rows));
  }
  documents.padded = simdjson::padded_string(documents.plain);
  ColumnReader reader;
  if (!reader.Read(documents.padded)) return 1;
  std::vector<std::string> seconds;
  for (const Way& way : AllWays(documents, reader)) {
    if (!runs(way.name)) continue;
    const auto start = Clock::now();
    for (int i = 0; i < times; ++i) {
      if (way.run()) continue;
      fmt::print(stderr, "decode_bench: {} failed\n", way.name);
      return 1;
    }
    const std::chrono::duration<double> took = Clock::now() - start;
    seconds.push_back(fmt::format(R"("{}": {:.6f})", way.name, took.count()));
  }
  fmt::print(R"({{"rows": {}, "bytes": {}, "seconds": {{{}}}}})"
             "\n",
             rows.size(), documents.plain.size(), absl::StrJoin(seconds, ", "));
  return 0;
}

}  // namespace
}  // namespace backlinks::bench

int main(int argc, char** argv) {
  namespace bench = backlinks::bench;
  const auto number = [&](int at, size_t otherwise) {
    return argc > at ? std::strtoul(argv[at], nullptr, 10) : otherwise;
  };
  const auto rows = argc < 2
                        ? std::vector<std::string>()
                        : bench::ReadLines(argv[1], number(2, bench::kAllRows));
  if (rows.empty()) {
    fmt::print(stderr, "usage: decode_bench FILE [ROWS [ONLY [TIMES]]]\n");
    return 2;
  }
  return bench::Compare(rows, argc > 3 ? argv[3] : "",
                        static_cast<int>(number(4, 1)));
}
