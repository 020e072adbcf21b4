// What a query's answer is, said as plainly as the contract says it.
#ifndef BACKLINKS_TESTS_CONFORMANCE_NAIVE_ANSWER_H_
#define BACKLINKS_TESTS_CONFORMANCE_NAIVE_ANSWER_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks::conformance {

// The rows that pass the filters, in the query's order, the columns of its
// mask alone.
std::vector<v1::Refpage> NaiveAnswer(const std::vector<v1::Refpage>& rows,
                                     const v1::RefpagesQuery& query);

// A cell as the upstream orders it: absent ones first, text by bytes.
using SortCell = std::variant<std::monostate, int64_t, std::string>;
using SortKey = std::vector<SortCell>;

SortKey SortKeyOf(const v1::Refpage& row, const v1::RefpagesQuery& query);

// Rows that are more often in `rows` than in `others`, a few of them as text;
// "": none.
std::string Surplus(const std::vector<v1::Refpage>& rows,
                    const std::vector<v1::Refpage>& others);

}  // namespace backlinks::conformance

#endif  // BACKLINKS_TESTS_CONFORMANCE_NAIVE_ANSWER_H_
