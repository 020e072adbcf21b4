// What the server was told: flags, environment and flag file in one struct.
//
// Every flag --x can also come from the environment as BACKLINKS_X, or from
// the file that --flagfile names ("x = value" a line, "#" begins a comment).
// The command line wins over the environment, the environment over the file;
// an empty environment variable counts as not set. Given twice in one place,
// the last one wins.
//
// Errors: one line: what is wrong, where it is, what is allowed.
#ifndef BACKLINKS_SERVICE_CONFIG_OPTIONS_H_
#define BACKLINKS_SERVICE_CONFIG_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "service/config/upstream_url.h"
#include "service/model/column.h"
#include "service/model/http_message.h"
#include "service/model/otlp_endpoint.h"
#include "service/model/query.h"

namespace backlinks {

struct Options {
  std::string listen = "127.0.0.1:50051";  // Or "unix:PATH".
  std::string admin_listen = "127.0.0.1:9464";

  std::string upstream = "embedded";  // Or the name of a dialect.
  std::string upstream_url;           // As given; "": the dialect's own.
  std::string upstream_token_file;
  std::string upstream_ca_file;  // PEM; "": the system's roots.
  absl::Duration upstream_connect_timeout = absl::Seconds(5);
  absl::Duration upstream_read_timeout = absl::Seconds(30);
  std::string embedded_data;  // "": the sample that ships.
  std::string embedded_dialect = "ahrefs_v2";
  int64_t page_rows = 1000;
  // By all calls together; -1: the dialect's own limit, 0: none.
  int upstream_requests_per_minute = -1;
  ColumnSet upstream_null_columns;  // May be absent in a row of the upstream.
  int upstream_resumes = 3;         // In a row, without a row between them.
  MilliPrice default_max_price = 100'000'000;  // Where a call names none.
  int64_t upstream_max_rows_per_request = 0;   // See DialectOptions.
  // Of the dialect ahrefs_v3 alone; see DialectOptions.
  std::string upstream_aggregation = "all";
  std::string upstream_history = "live";
  std::string upstream_protocol = "both";

  std::string token_key_file;
  absl::Duration token_ttl = absl::Hours(24);

  int threads = 0;        // After parsing: at least 1.
  int max_streams = 256;  // RPCs at once.
  size_t max_batch_bytes = 96 << 10;
  absl::Duration max_batch_age = absl::Milliseconds(50);
  size_t max_cell_bytes = 1 << 20;
  size_t max_row_bytes = 2 << 20;
  int max_depth = 32;
  absl::Duration min_ping_interval = absl::Seconds(5);

  absl::Duration drain_delay = absl::ZeroDuration();
  absl::Duration drain_grace = absl::Seconds(30);
  std::string log_level = "info";
  std::string log_file;       // "": standard error.
  std::string otlp_endpoint;  // "": nothing is traced.
  std::string otlp_ca_file;   // PEM; "": the system's roots.
  std::string flagfile;
  bool healthcheck = false;  // Ask a server instead of being one.

  // What follows from the above.
  std::string dialect;                // That is spoken with the upstream.
  std::optional<UpstreamUrl> url;     // Nothing: embedded.
  std::optional<OtlpEndpoint> otlp;   // Nothing: nothing is traced.
  Secret upstream_token;              // Empty: there is none.
  Secret token_key;                   // Empty: none was given.
  std::vector<std::string> warnings;  // To be logged at the start.
};

struct PrintAndExit {  // --help or --version.
  std::string text;
};

struct CheckHealth {  // --healthcheck: of the server that listens there.
  std::string listen;
};

struct UsageError {
  std::string line;  // Without a line break.
};

// The value of an environment variable, or null.
using Environment = std::function<const char*(const char* name)>;

// What the program shall do.
using Parsed = std::variant<Options, PrintAndExit, CheckHealth, UsageError>;

// `args` without the program's name.
Parsed ParseOptions(const std::vector<std::string>& args,
                    const Environment& environment);

// The same from main's arguments and the process's environment.
Parsed ParseOptions(int argc, const char* const* argv);

// The flags as a Markdown table, which docs/configuration.md contains.
std::string FlagsTable();

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_OPTIONS_H_
