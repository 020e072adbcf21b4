// What stream, list and explain have in common: the query, how much of it, and
// how its rows are shown.
#ifndef BACKLINKS_CLIENT_CPP_CLI_QUERY_ARGUMENTS_H_
#define BACKLINKS_CLIENT_CPP_CLI_QUERY_ARGUMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "client/cpp/output/row_writer.h"

namespace backlinks {

struct QueryArguments {
  std::string target;
  std::string mode = "subdomains";
  std::string where;
  std::string having;
  std::string order_by;  // "ahrefs_rank:desc,url_from"
  std::string select;    // "url_from,anchor", "*"; "": all, or the table's own.
  bool other_columns = false;
};

struct RowCountArguments {
  std::optional<int64_t> limit;
  bool all = false;
  std::optional<int64_t> max_price;  // Thousandths of the upstream's unit.
};

void AddQueryOptions(CLI::App& app, QueryArguments& arguments);
void AddRowCountOptions(CLI::App& app, RowCountArguments& arguments);
CLI::Option* AddLimitOption(CLI::App& app, std::optional<int64_t>& limit);
CLI::Option* AddMaxPriceOption(CLI::App& app, std::optional<int64_t>& price);

// The columns to show, in the order of `select`. Errors: INVALID_ARGUMENT
// naming what is no column.
absl::StatusOr<ColumnList> SelectedColumns(const QueryArguments& arguments,
                                           bool table);

// Errors: INVALID_ARGUMENT with the option, for a filter also the place: what
// is wrong here is wrong usage.
absl::StatusOr<v1::RefpagesQuery> MakeQuery(const QueryArguments& arguments,
                                            const ColumnList& columns);

// `Request`: of StreamRefpages or ExplainRefpages.
template <typename Request>
absl::StatusOr<Request> MakeRequest(const QueryArguments& arguments,
                                    const RowCountArguments& count,
                                    const ColumnList& columns) {
  auto query = MakeQuery(arguments, columns);
  if (!query.ok()) return query.status();
  Request request;
  *request.mutable_query() = *std::move(query);
  if (count.limit) request.set_row_limit(*count.limit);
  if (count.all) request.set_all_rows(true);
  if (count.max_price) {
    request.mutable_max_price()->set_milli_amount(*count.max_price);
  }
  request.set_include_other_columns(arguments.other_columns);
  return request;
}

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_QUERY_ARGUMENTS_H_
