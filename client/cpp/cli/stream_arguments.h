// What `backlinks stream` was told, and the request it makes of it.
#ifndef BACKLINKS_CLIENT_CPP_CLI_STREAM_ARGUMENTS_H_
#define BACKLINKS_CLIENT_CPP_CLI_STREAM_ARGUMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "client/cpp/cli/row_writer.h"
#include "client/cpp/client.h"

namespace backlinks {

struct StreamArguments {
  ClientOptions client;
  std::string target;
  std::string mode = "subdomains";
  std::string where;
  std::string having;
  std::string order_by;  // "ahrefs_rank:desc,url_from"
  std::string select;    // "url_from,anchor"; "": all, or the table's own.
  std::optional<int64_t> limit;
  bool all = false;
  std::optional<double> max_price;  // In units.
  bool other_columns = false;
  std::string format = "auto";  // auto, table, jsonl or csv.
  double timeout_seconds = 0;   // 0: none.
};

// The columns to show, in the order of `select`. Errors: INVALID_ARGUMENT
// naming what is no column.
absl::StatusOr<ColumnList> SelectedColumns(const StreamArguments& arguments,
                                           bool table);

// Errors: INVALID_ARGUMENT with the option, for a filter also the place: what
// is wrong here is wrong usage.
absl::StatusOr<v1::StreamRefpagesRequest> MakeStreamRequest(
    const StreamArguments& arguments, const ColumnList& columns);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_STREAM_ARGUMENTS_H_
