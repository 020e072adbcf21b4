// Queries and plans as short texts.
#ifndef BACKLINKS_TESTS_PLAN_QUERY_TEXT_H_
#define BACKLINKS_TESTS_PLAN_QUERY_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/model/query.h"

namespace backlinks::plan {

// Of a StreamRefpagesRequest in text format, without target and mode.
Query QueryOf(const std::string& request);

// With filters as filter text; "": none.
Query FilterQuery(std::string_view where, std::string_view having = "");

// As filter text; "": none.
std::string ResidualText(const Plan& plan);

// By commas: "url_from,title".
std::string NamesOf(const ColumnSet& columns);

// By commas: "ahrefs_rank:desc,url_from".
std::string OrderText(const std::vector<OrderKey>& keys);

}  // namespace backlinks::plan

#endif  // BACKLINKS_TESTS_PLAN_QUERY_TEXT_H_
