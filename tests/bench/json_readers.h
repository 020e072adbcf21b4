// What other readers of JSON do with the same document in memory: references
// for the speed of the decoder.
//
// Each reads the document once and returns whether it could.
#ifndef BACKLINKS_TESTS_BENCH_JSON_READERS_H_
#define BACKLINKS_TESTS_BENCH_JSON_READERS_H_

#include <string_view>

#include "simdjson.h"

namespace backlinks::bench {

// simdjson On-Demand: reads the 25 columns of every row, in the order of the
// columns, by their types. Fails if a row has another order. As its
// documentation recommends, the parser is used again: its buffers, which are
// several times the document, are allocated by the first use.
class ColumnReader {
 public:
  bool Read(const simdjson::padded_string& document);

 private:
  simdjson::ondemand::parser parser_;
};

// Boost.JSON's parser without a handler, in pieces of this size.
bool ParseWithoutHandler(std::string_view document, size_t piece_bytes);

// Both make a tree of the whole document.
bool MakeSimdjsonTree(const simdjson::padded_string& document);
bool MakeBoostTree(std::string_view document);

}  // namespace backlinks::bench

#endif  // BACKLINKS_TESTS_BENCH_JSON_READERS_H_
