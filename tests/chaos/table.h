// The rows of the cutting upstream, and HTTP answers that hold them.
//
// Row n has ahrefs_rank n, and of the other columns what makes it short.
#ifndef BACKLINKS_TESTS_CHAOS_TABLE_H_
#define BACKLINKS_TESTS_CHAOS_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/chaos/cutting_upstream.h"

namespace backlinks::chaos {

// How an HTTP answer says where its body ends.
enum class Framing { kLength, kChunked, kUnframed };

// Returns the body of `page` of a table with `table_rows` rows.
std::string PageBody(const PageRequest& page, int64_t table_rows);

// Head and framed body; `coding` is "" or "gzip".
std::string Respond(const std::string& body, Framing framing,
                    std::string_view coding = "");

// Where the body begins in what Respond gives.
size_t HeadBytes(std::string_view response);

// The answer to a request that is not to break.
Answer WholeAnswer(const PageRequest& page, int64_t table_rows);

}  // namespace backlinks::chaos

#endif  // BACKLINKS_TESTS_CHAOS_TABLE_H_
