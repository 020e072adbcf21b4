// The options that stream, list and explain share: the query, the number of
// rows, and the output format.
#ifndef BACKLINKS_CLIENT_CPP_CLI_QUERY_ARGUMENTS_H_
#define BACKLINKS_CLIENT_CPP_CLI_QUERY_ARGUMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "client/cpp/output/row_writer.h"
#include "google/protobuf/util/time_util.h"

namespace backlinks::cli {

struct QueryArguments {
  std::string target;
  std::string mode = "subdomains";
  std::string where;
  std::string having;
  std::string order_by;  // For example "ahrefs_rank:desc,url_from".
  // For example "url_from,anchor" or "*". Empty for all, or the default columns
  // of a table.
  std::string select;
  bool other_columns = false;
  std::optional<absl::Duration> max_cache_age;  // Empty for the server's.
};

struct RowCountArguments {
  std::optional<int64_t> limit;
  bool all = false;
  std::optional<int64_t> max_price;  // In thousandths of the upstream's unit.
};

void AddQueryOptions(CLI::App& app, QueryArguments& arguments);
void AddRowCountOptions(CLI::App& app, RowCountArguments& arguments);
CLI::Option* AddLimitOption(CLI::App& app, std::optional<int64_t>& limit);
CLI::Option* AddMaxPriceOption(CLI::App& app, std::optional<int64_t>& price);

// Returns the columns to show, in the order of `select`. Fails with
// INVALID_ARGUMENT that names a word that is not a column.
absl::StatusOr<output::ColumnList> SelectedColumns(
    const QueryArguments& arguments, bool table);

// Fails with INVALID_ARGUMENT that names the option, and for a filter also the
// position, because errors here are usage errors.
absl::StatusOr<v1::RefpagesQuery> MakeQuery(const QueryArguments& arguments,
                                            const output::ColumnList& columns);

// Sets what every request for rows has beside the query.
template <typename Request>
void SetCommonFields(const QueryArguments& arguments, Request& request) {
  request.set_include_other_columns(arguments.other_columns);
  if (arguments.max_cache_age) {
    *request.mutable_max_cache_age() =
        google::protobuf::util::TimeUtil::MillisecondsToDuration(
            absl::ToInt64Milliseconds(*arguments.max_cache_age));
  }
}

// `Request` is that of StreamRefpages or ExplainRefpages.
template <typename Request>
absl::StatusOr<Request> MakeRequest(const QueryArguments& arguments,
                                    const RowCountArguments& count,
                                    const output::ColumnList& columns) {
  auto query = MakeQuery(arguments, columns);
  if (!query.ok()) return query.status();
  Request request;
  *request.mutable_query() = *std::move(query);
  if (count.limit) request.set_row_limit(*count.limit);
  if (count.all) request.set_all_rows(true);
  if (count.max_price) {
    request.mutable_max_price()->set_milli_amount(*count.max_price);
  }
  SetCommonFields(arguments, request);
  return request;
}

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_QUERY_ARGUMENTS_H_
