#include "service/config/flags_upstream.h"

#include <iterator>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "service/config/flag_setters.h"
#include "service/config/flag_values.h"
#include "service/config/option_secrets.h"
#include "service/config/upstream_url.h"
#include "service/dialect/registry.h"

namespace backlinks::config {
namespace {

absl::Status CheckUrl(std::string_view value) {
  return ParseUpstreamUrl(value).status();
}

std::vector<std::string> UpstreamNames() {
  std::vector<std::string> names = {kEmbeddedUpstream};
  for (const std::string_view dialect : dialect::DialectNames()) {
    names.emplace_back(dialect);
  }
  return names;
}

std::vector<Flag> ServerFlags() {
  return {
      ChoiceFlag(
          "upstream",
          "Source of the rows (embedded: the sample rows, no account needed; "
          "others: the dialect of an HTTP server)",
          UpstreamNames(), &Options::upstream),
      TextFlag("upstream_url", "URL",
               "Base URL of a server that implements the dialect. Default: the "
               "dialect's own",
               "URL of http or https, without user, query and fragment",
               CheckUrl, &Options::upstream_url),
      SecretFileFlag("upstream_token_file",
                     "File with the API token of the upstream",
                     kUpstreamTokenVariable, &Options::upstream_token_file),
      FileFlag("upstream_ca_file",
               "CA certificates (PEM) that verify an https upstream. Default: "
               "the system's",
               &Options::upstream_ca_file),
      DurationFlag("upstream_connect_timeout",
                   "Timeout for name resolution, connection and TLS handshake",
                   absl::Milliseconds(1), absl::Minutes(10),
                   &Options::upstream_connect_timeout),
      DurationFlag("upstream_read_timeout",
                   "Timeout for the next bytes of a response",
                   absl::Milliseconds(1), absl::Hours(1),
                   &Options::upstream_read_timeout)};
}

std::vector<Flag> EmbeddedFlags() {
  return {
      FileFlag("embedded_data",
               "File with the rows of the embedded upstream: JSONL, a CSV "
               "export of Ahrefs, or a SQLite file made from them, plain or "
               "compressed (.gz, .bz2, .xz, .zst). Default: the sample rows",
               &Options::embedded_data),
      ChoiceFlag("embedded_dialect", "Dialect of the embedded upstream",
                 {"ahrefs_v2", "ahrefs_v3"}, &Options::embedded_dialect)};
}

std::vector<Flag> PageFlags() {
  return {
      NumberFlag("page_rows",
                 "Maximum number of rows to request from the upstream at once",
                 {1, 1'000'000}, &Options::page_rows),
      NumberFlag("upstream_requests_per_minute",
                 "Maximum number of requests to the upstream per minute, over "
                 "all calls, and over all servers with the same --state. -1: "
                 "60 for ahrefs_v3, no limit for others. 0: no limit",
                 {-1, 100'000}, &Options::upstream_requests_per_minute),
      ColumnsFlag("upstream_null_columns",
                  "Columns that the upstream may omit from a row. The server "
                  "tests the negation of a comparison on them itself",
                  &Options::upstream_null_columns),
      NumberFlag("upstream_resumes",
                 "Maximum number of consecutive resumes of a stream without a "
                 "new row, after interruptions by the upstream",
                 {0, 100}, &Options::upstream_resumes),
      PriceFlag("default_max_price",
                "max_price of calls that set none, in the upstream's unit",
                1'000'000'000'000, &Options::default_max_price),
      NumberFlag("upstream_max_rows_per_request",
                 "Maximum number of rows that the upstream returns per "
                 "request; for ahrefs_v3 the limit of the account's plan (100, "
                 "250 or 500). 0: unknown, so that one more request follows a "
                 "first page with fewer rows than requested. 1000000: no "
                 "maximum",
                 {0, 1'000'000}, &Options::upstream_max_rows_per_request)};
}

// Returns the flags that apply to API v3 only.
std::vector<Flag> V3Flags() {
  return {
      ChoiceFlag("upstream_aggregation",
                 "ahrefs_v3: grouping of backlinks (all: none)",
                 {"all", "similar_links", "1_per_domain"},
                 &Options::upstream_aggregation),
      ChoiceFlag("upstream_history",
                 "ahrefs_v3: period of the lost backlinks that are added to "
                 "the live ones (live: none)",
                 {"live", "all_time", "since:YYYY-MM-DD"}, CheckHistory,
                 &Options::upstream_history),
      ChoiceFlag("upstream_protocol", "ahrefs_v3: protocols of the target",
                 {"both", "http", "https"}, &Options::upstream_protocol)};
}

}  // namespace

std::vector<Flag> UpstreamFlags() {
  std::vector<Flag> flags = ServerFlags();
  for (auto* part : {EmbeddedFlags, PageFlags, V3Flags}) {
    std::vector<Flag> more = part();
    flags.insert(flags.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
  }
  return flags;
}

}  // namespace backlinks::config
