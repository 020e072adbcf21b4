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
          "Where the rows come from: embedded (the sample rows, no account "
          "needed) or the dialect of a server: ahrefs_v2, ahrefs_v3",
          options.upstream, CheckUpstream);
  AddText(app, "upstream_url", "URL",
          "Base URL, http or https, of any server that speaks the dialect; "
          "not given: the dialect's own",
          options.upstream_url, CheckUrl);
  AddText(app, "upstream_token_file", "FILE",
          "File with the token for the upstream; the environment variable "
          "BACKLINKS_UPSTREAM_TOKEN may hold the token itself; the file wins",
          options.upstream_token_file);
  AddText(app, "upstream_ca_file", "FILE",
          "Certificates (PEM) that an https upstream is verified against; "
          "not given: the system's",
          options.upstream_ca_file);
  AddDuration(app, "upstream_connect_timeout",
              "Time for name, connection and TLS handshake",
              absl::Milliseconds(1), absl::Minutes(10),
              options.upstream_connect_timeout);
  AddDuration(app, "upstream_read_timeout",
              "Longest silence of the upstream in an answer",
              absl::Milliseconds(1), absl::Hours(1),
              options.upstream_read_timeout);
}

void DefineEmbedded(CLI::App& app, Options& options) {
  AddText(
      app, "embedded_data", "FILE",
      "Rows of the embedded upstream: JSONL, a CSV export of Ahrefs or a "
      "SQLite file made from them, plain or compressed (.gz, .bz2, .xz, .zst); "
      "not given: the sample that ships",
      options.embedded_data);
  AddChoice(app, "embedded_dialect",
            "The dialect that is spoken with the embedded upstream",
            {"ahrefs_v2", "ahrefs_v3"}, options.embedded_dialect);
}

void DefinePages(CLI::App& app, Options& options) {
  AddNumber(app, "page_rows", "Rows asked for in one upstream request, at most",
            1, 1'000'000, options.page_rows);
  AddNumber(app, "upstream_requests_per_minute",
            "Requests to the upstream in any minute, at most, by all calls "
            "together; -1 is 60 for ahrefs_v3 and no limit for others, 0 no "
            "limit",
            -1, 100'000, options.upstream_requests_per_minute);
  AddColumns(app, "upstream_null_columns",
             "Columns that the upstream may leave out of a row: NOT over a "
             "comparison on them is tested here",
             options.upstream_null_columns);
  AddNumber(app, "upstream_resumes",
            "How often in a row a stream resumes by itself when the upstream "
            "breaks in mid-page without giving a row",
            0, 100, options.upstream_resumes);
  AddPrice(app, "default_max_price",
           "What a call may cost, in the upstream's units, that does not say "
           "max_price itself",
           1'000'000'000'000, options.default_max_price);
}

void DefineCap(CLI::App& app, Options& options) {
  AddNumber(app, "upstream_max_rows_per_request",
            "Maximum rows that the upstream returns for one request; on "
            "ahrefs_v3 what the account's plan allows (100, 250 or 500). 0: "
            "unknown, and a first page with fewer rows than asked for is "
            "followed by one more request; 1000000: no maximum",
            0, 1'000'000, options.upstream_max_rows_per_request);
}

// Adds the flags that apply to API v3 only.
void DefineV3(CLI::App& app, Options& options) {
  AddChoice(app, "upstream_aggregation",
            "ahrefs_v3: how backlinks are grouped (all: not at all)",
            {"all", "similar_links", "1_per_domain"},
            options.upstream_aggregation);
  AddText(app, "upstream_history", "WORD",
          "ahrefs_v3: the time whose lost backlinks are added to the live "
          "ones: live (none), all_time, since:YYYY-MM-DD",
          options.upstream_history, CheckHistory);
  AddChoice(app, "upstream_protocol", "ahrefs_v3: the protocols of the target",
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
