// The configuration of the server: flags, environment variables and the flag
// file, merged into one struct.
//
// Every flag --x can also be set by the environment variable BACKLINKS_X, or in
// the file that --flagfile names (flag_file.h).
// The command line has precedence over the environment, and the environment
// over the file. An empty environment variable counts as not set. If a flag is
// set twice in one place, the last value counts.
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
#include "service/common/column/column.h"
#include "service/config/state_location.h"
#include "service/config/upstream_url.h"
#include "service/model/http_message.h"
#include "service/model/otlp_endpoint.h"
#include "service/model/query.h"

namespace backlinks::config {

// The value of --upstream for the embedded upstream.
inline constexpr char kEmbeddedUpstream[] = "embedded";

// The values of --state_unavailable.
inline constexpr char kStateRefuse[] = "refuse";
inline constexpr char kStateLocal[] = "local";

struct Options {
  bool is_embedded() const { return upstream == kEmbeddedUpstream; }

  std::string listen = "127.0.0.1:50051";  // Or "unix:PATH".
  std::string admin_listen = "127.0.0.1:9464";

  // PEM files of the gRPC port. Plaintext if both of the pair are empty.
  std::string tls_cert_file;  // The certificate, then its intermediates.
  std::string tls_key_file;
  std::string tls_client_ca_file;  // Empty: clients need no certificate.
  bool tls_require_client_cert = false;
  bool insecure_listen = false;  // Plaintext on addresses beyond loopback.
  bool protect_reflection = false;

  std::string upstream = kEmbeddedUpstream;  // Or the name of a dialect.
  std::string upstream_url;                  // Empty for the dialect's default.
  std::string upstream_token_file;
  std::string upstream_ca_file;  // PEM; empty for the system's roots.
  absl::Duration upstream_connect_timeout = absl::Seconds(5);
  absl::Duration upstream_read_timeout = absl::Seconds(30);
  std::string embedded_data;  // Empty for the sample rows.
  std::string embedded_dialect = "ahrefs_v2";
  int64_t page_rows = 1000;
  // The limit for all calls together. -1 is the dialect's own limit, 0 is none.
  int upstream_requests_per_minute = -1;
  ColumnSet upstream_null_columns;  // Columns that upstream rows may lack.
  int upstream_resumes = 3;         // Consecutive ones without a new row.
  MilliPrice default_max_price = 100'000'000;  // For calls that set none.
  int64_t upstream_max_rows_per_request = 0;   // See DialectOptions.
  // Options of the dialect ahrefs_v3 only, see DialectOptions.
  std::string upstream_aggregation = "all";
  std::string upstream_history = "live";
  std::string upstream_protocol = "both";

  std::string token_key_file;
  absl::Duration token_ttl = absl::Hours(24);
  std::string callers_file;  // Empty: all callers are anonymous.

  std::string state;  // May contain a password. Empty: in memory.
  std::string state_password_file;
  std::string state_ca_file;      // PEM; empty for the system's roots.
  std::string state_unavailable;  // kStateRefuse or kStateLocal after parsing.

  // 0: no cache. After parsing it has a value.
  std::optional<absl::Duration> cache_ttl;
  size_t cache_bytes = 64 << 20;
  size_t cache_max_page_bytes = 8 << 20;

  int threads = 0;        // At least 1 after parsing.
  int max_streams = 256;  // Running calls that need the upstream.
  size_t max_batch_bytes = 384 << 10;
  absl::Duration max_batch_age = absl::Milliseconds(50);
  size_t max_cell_bytes = 1 << 20;
  size_t max_row_bytes = 2 << 20;
  int max_depth = 32;

  // 0: as many as the limit of file descriptors allows.
  int64_t max_connections = 0;
  int64_t max_connections_per_peer = 0;  // 0: half of the maximum of all.
  int max_streams_per_connection = 100;
  absl::Duration max_connection_idle = absl::Minutes(15);  // 0: unlimited.
  absl::Duration max_connection_age = absl::Minutes(30);   // 0: unlimited.
  absl::Duration min_ping_interval = absl::Seconds(5);
  absl::Duration request_timeout = absl::Seconds(10);
  int64_t max_open_calls = 2000;  // Of every kind, from their headers on.
  // A valid query is below 64 KiB, but a token has up to 512 KiB.
  size_t max_request_bytes = 1 << 20;
  absl::Duration stall_timeout = absl::Minutes(10);  // 0: never.

  absl::Duration drain_delay = absl::ZeroDuration();
  absl::Duration drain_grace = absl::Seconds(30);
  std::string log_level = "info";
  std::string log_file;       // Empty for standard error.
  std::string otlp_endpoint;  // Empty if tracing is off.
  std::string otlp_ca_file;   // PEM; empty for the system's roots.
  std::string flagfile;
  bool healthcheck = false;  // Check a server instead of running one.

  // Values that ParseOptions derives from the options above.
  std::string dialect;                // The dialect of the upstream.
  std::optional<UpstreamUrl> url;     // Empty for the embedded upstream.
  std::optional<OtlpEndpoint> otlp;   // Empty if tracing is off.
  StateLocation state_location;       // With the password.
  Secret upstream_token;              // Empty if there is none.
  Secret token_key;                   // Empty if none is configured.
  std::vector<std::string> warnings;  // Logged at startup.
};

struct PrintAndExit {  // --help, --version or --flags_json.
  std::string text;
};

struct CheckHealth {  // --healthcheck: check the server with these flags.
  std::string listen;
  std::string tls_cert_file = {};  // Empty if the server uses plaintext.
  std::string tls_key_file = {};
  bool tls_require_client_cert = false;
};

struct UsageError {
  std::string line;  // Without a line break.
};

// Returns the value of an environment variable, or null.
using Environment = std::function<const char*(const char* name)>;

// The action that the command line requests.
using Parsed = std::variant<Options, PrintAndExit, CheckHealth, UsageError>;

// Parses `args`, which do not include the program's name.
Parsed ParseOptions(const std::vector<std::string>& args,
                    const Environment& environment);

// Parses the arguments of main and the environment of the process. Unknown
// variables of it are warnings.
Parsed ParseOptions(int argc, const char* const* argv);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_OPTIONS_H_
