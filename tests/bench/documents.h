// Documents of API v2 in memory, made of the rows of a file.
#ifndef BACKLINKS_TESTS_BENCH_DOCUMENTS_H_
#define BACKLINKS_TESTS_BENCH_DOCUMENTS_H_

#include <string>
#include <vector>

namespace backlinks::bench {

// Returns the first `count` lines of a JSONL file, plain or compressed by xz.
// Empty if it cannot be read.
std::vector<std::string> ReadLines(const char* path, size_t count);

// Returns the document with these rows.
std::string MakeDocument(const std::vector<std::string>& rows);

// Returns the rows with their columns in a random order, another one in each
// row but the same in each run.
std::vector<std::string> ShuffleColumns(const std::vector<std::string>& rows);

// Returns the rows with a column of another name after every second one.
std::vector<std::string> AddColumns(const std::vector<std::string>& rows);

}  // namespace backlinks::bench

#endif  // BACKLINKS_TESTS_BENCH_DOCUMENTS_H_
