#include "service/config/flags_upstream.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/config/flag_setters.h"
#include "service/config/flag_values.h"
#include "service/config/upstream_url.h"
#include "service/dialect/registry.h"

namespace backlinks {
namespace {

absl::Status CheckUpstream(std::string_view value) {
  const auto dialects = DialectNames();
  if (value == "embedded" ||
      std::find(dialects.begin(), dialects.end(), value) != dialects.end()) {
    return absl::OkStatus();
  }
  const std::string message =
      fmt::format("must be one of embedded, {}", fmt::join(dialects, ", "));
  return absl::InvalidArgumentError(message);
}

absl::Status CheckUrl(std::string_view value) {
  return ParseUpstreamUrl(value).status();
}

void DefineWay(CLI::App& app, Options& options) {
  AddText(app, "upstream", "NAME",
          "Source of the rows: embedded (the sample rows, no account needed), "
          "or the dialect of an HTTP server: ahrefs_v2, ahrefs_v3",
          options.upstream, CheckUpstream);
  AddText(app, "upstream_url", "URL",
          "Base URL, http or https, of a server that implements the dialect. "
          "Default: the dialect's own",
          options.upstream_url, CheckUrl);
  AddText(app, "upstream_token_file", "FILE",
          "File with the API token of the upstream. The environment variable "
          "BACKLINKS_UPSTREAM_TOKEN may contain the token instead; the file "
          "has priority",
          options.upstream_token_file);
  AddText(app, "upstream_ca_file", "FILE",
          "CA certificates (PEM) that verify an https upstream. Default: the "
          "system's",
          options.upstream_ca_file);
  AddDuration(app, "upstream_connect_timeout",
              "Timeout for name resolution, connection and TLS handshake",
              absl::Milliseconds(1), absl::Minutes(10),
              options.upstream_connect_timeout);
  AddDuration(app, "upstream_read_timeout",
              "Timeout for the next bytes of a response", absl::Milliseconds(1),
              absl::Hours(1), options.upstream_read_timeout);
}

void DefineEmbedded(CLI::App& app, Options& options) {
  AddText(app, "embedded_data", "FILE",
          "File with the rows of the embedded upstream: JSONL, a CSV export of "
          "Ahrefs, or a SQLite file made from them, plain or compressed (.gz, "
          ".bz2, .xz, .zst). Default: the sample rows",
          options.embedded_data);
  AddChoice(app, "embedded_dialect", "Dialect of the embedded upstream",
            {"ahrefs_v2", "ahrefs_v3"}, options.embedded_dialect);
}

void DefinePages(CLI::App& app, Options& options) {
  AddNumber(app, "page_rows",
            "Maximum number of rows to request from the upstream at once", 1,
            1'000'000, options.page_rows);
  AddNumber(app, "upstream_requests_per_minute",
            "Maximum number of requests to the upstream per minute, over all "
            "calls. -1: 60 for ahrefs_v3, no limit for others. 0: no limit",
            -1, 100'000, options.upstream_requests_per_minute);
  AddColumns(app, "upstream_null_columns",
             "Columns that the upstream may omit from a row. The server tests "
             "the negation of a comparison on them itself",
             options.upstream_null_columns);
  AddNumber(app, "upstream_resumes",
            "Maximum number of consecutive resumes of a stream without a new "
            "row, after interruptions by the upstream",
            0, 100, options.upstream_resumes);
  AddPrice(app, "default_max_price",
           "max_price of calls that set none, in the upstream's unit",
           1'000'000'000'000, options.default_max_price);
}

void DefineCap(CLI::App& app, Options& options) {
  AddNumber(app, "upstream_max_rows_per_request",
            "Maximum number of rows that the upstream returns per request; for "
            "ahrefs_v3 the limit of the account's plan (100, 250 or 500). 0: "
            "unknown, so that one more request follows a first page with fewer "
            "rows than requested. 1000000: no maximum",
            0, 1'000'000, options.upstream_max_rows_per_request);
}

// Adds the flags that apply to API v3 only.
void DefineV3(CLI::App& app, Options& options) {
  AddChoice(app, "upstream_aggregation",
            "ahrefs_v3: grouping of backlinks (all: none)",
            {"all", "similar_links", "1_per_domain"},
            options.upstream_aggregation);
  AddText(app, "upstream_history", "WORD",
          "ahrefs_v3: period of the lost backlinks that are added to the live "
          "ones: live (none), all_time, since:YYYY-MM-DD",
          options.upstream_history, CheckHistory);
  AddChoice(app, "upstream_protocol", "ahrefs_v3: protocols of the target",
            {"both", "http", "https"}, options.upstream_protocol);
}

}  // namespace

void DefineUpstreamFlags(CLI::App& app, Options& options) {
  DefineWay(app, options);
  DefineEmbedded(app, options);
  DefinePages(app, options);
  DefineCap(app, options);
  DefineV3(app, options);
}

}  // namespace backlinks
