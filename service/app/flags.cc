#include "service/app/flags.h"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <utility>

#include "CLI/Error.hpp"
#include "CLI/Option.hpp"
#include "fmt/format.h"
#include "service/app/flag_values.h"
#include "service/dialect/registry.h"

namespace backlinks {
namespace {

using Setter = std::function<absl::Status(const std::string& value)>;

// One flag that takes a value; of several the last one counts.
void Add(CLI::App& app, const std::string& name, const std::string& type,
         const std::string& default_text, const std::string& help, Setter set) {
  const std::string flag = "--" + name;
  const auto on_value = [flag, set = std::move(set)](const std::string& value) {
    const absl::Status status = set(value);
    if (status.ok()) return;
    throw CLI::ValidationError(flag, std::string(status.message()));
  };
  app.add_option_function<std::string>(flag, on_value, help)
      ->type_name(type)
      ->default_str(default_text)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void AddText(CLI::App& app, const std::string& name, const std::string& type,
             const std::string& help, std::string& target,
             std::function<absl::Status(std::string_view)> check = nullptr) {
  Add(app, name, type, target, help,
      [&target, check = std::move(check)](const std::string& value) {
        if (check) {
          if (absl::Status status = check(value); !status.ok()) return status;
        }
        target = value;
        return absl::OkStatus();
      });
}

void AddChoice(CLI::App& app, const std::string& name, const std::string& help,
               std::initializer_list<std::string_view> choices,
               std::string& target) {
  const std::vector<std::string> allowed(choices.begin(), choices.end());
  const std::string all = fmt::format("{}", fmt::join(allowed, ", "));
  AddText(
      app, name, "WORD", help + ": " + all, target,
      [allowed, all](std::string_view value) {
        if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) {
          return absl::OkStatus();
        }
        return absl::InvalidArgumentError("must be one of " + all);
      });
}

template <typename Number>
void AddNumber(CLI::App& app, const std::string& name, const std::string& help,
               int64_t least, int64_t most, Number& target) {
  Add(app, name, "NUMBER", fmt::format("{}", target),
      fmt::format("{}; {} to {}", help, least, most),
      [&target, least, most](const std::string& text) {
        const auto value = ReadNumber(text, least, most);
        if (value.ok()) target = static_cast<Number>(*value);
        return value.status();
      });
}

void AddSize(CLI::App& app, const std::string& name, const std::string& help,
             int64_t least, int64_t most, size_t& target) {
  Add(app, name, "SIZE", SizeText(static_cast<int64_t>(target)),
      fmt::format("{}; {} to {}", help, SizeText(least), SizeText(most)),
      [&target, least, most](const std::string& text) {
        const auto value = ReadSize(text, least, most);
        if (value.ok()) target = static_cast<size_t>(*value);
        return value.status();
      });
}

void AddDuration(CLI::App& app, const std::string& name,
                 const std::string& help, absl::Duration least,
                 absl::Duration most, absl::Duration& target) {
  Add(app, name, "DURATION", absl::FormatDuration(target),
      fmt::format("{}; {} to {}", help, absl::FormatDuration(least),
                  absl::FormatDuration(most)),
      [&target, least, most](const std::string& text) {
        const auto value = ReadDuration(text, least, most);
        if (value.ok()) target = *value;
        return value.status();
      });
}

void AddMilliseconds(CLI::App& app, const std::string& name,
                     const std::string& help, int64_t most,
                     absl::Duration& target) {
  Add(app, name, "NUMBER", fmt::format("{}", absl::ToInt64Milliseconds(target)),
      fmt::format("{}; milliseconds, 0 to {}", help, most),
      [&target, most](const std::string& text) {
        const auto value = ReadNumber(text, 0, most);
        if (value.ok()) target = absl::Milliseconds(*value);
        return value.status();
      });
}

// Whole units in text, thousandths in the options.
void AddPrice(CLI::App& app, const std::string& name, const std::string& help,
              int64_t most, MilliPrice& target) {
  Add(app, name, "NUMBER", fmt::format("{}", target / 1000),
      fmt::format("{}; 1 to {}", help, most),
      [&target, most](const std::string& text) {
        const auto value = ReadNumber(text, 1, most);
        if (value.ok()) target = *value * 1000;
        return value.status();
      });
}

void AddColumns(CLI::App& app, const std::string& name, const std::string& help,
                ColumnSet& target) {
  Add(app, name, "COLUMNS", "", help, [&target](const std::string& text) {
    const auto value = ReadColumns(text);
    if (value.ok()) target = *value;
    return value.status();
  });
}

absl::Status CheckUpstream(std::string_view value) {
  if (value == "ahrefs_v3") {
    return absl::InvalidArgumentError(
        "ahrefs_v3 is not spoken by this build yet; use embedded or ahrefs_v2");
  }
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

void DefineAddresses(CLI::App& app, Options& options) {
  AddText(app, "listen", "ADDRESS",
          "Where gRPC is served: HOST:PORT or unix:PATH; port 0 takes a free "
          "one and prints it",
          options.listen, CheckListenAddress);
  AddText(app, "admin_listen", "ADDRESS",
          "Where HTTP answers /livez, /readyz and /metrics: HOST:PORT; port 0 "
          "takes a free one and prints it",
          options.admin_listen, CheckHostPort);
}

void DefineUpstream(CLI::App& app, Options& options) {
  AddText(app, "upstream", "NAME",
          "Where the rows come from: embedded (the sample rows, no account "
          "needed) or the dialect of a server: ahrefs_v2",
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
  AddText(app, "embedded_data", "FILE",
          "Rows of the embedded upstream: JSONL (plain, .gz, .xz, .zst) or a "
          "SQLite file made from it; not given: the sample that ships",
          options.embedded_data);
  AddNumber(app, "page_rows", "Rows asked for in one upstream request, at most",
            1, 1'000'000, options.page_rows);
  AddColumns(app, "upstream_null_columns",
             "Columns that the upstream may leave out of a row: NOT over a "
             "comparison on them is tested here",
             options.upstream_null_columns);
  AddNumber(app, "upstream_resumes",
            "How often in a row a stream goes on by itself when the upstream "
            "breaks in mid-page without giving a row",
            0, 100, options.upstream_resumes);
  AddPrice(app, "default_max_price",
           "What a call may cost, in the upstream's units, that does not say "
           "max_price itself",
           1'000'000'000'000, options.default_max_price);
}

void DefineTokens(CLI::App& app, Options& options) {
  AddText(app, "token_key_file", "FILE",
          "Key that authenticates resume and page tokens, 16 to 4096 bytes, "
          "the same on all servers that shall take each other's tokens; the "
          "environment variable BACKLINKS_TOKEN_KEY may hold the key itself; "
          "the file wins; not given: made at start, so tokens end with the "
          "server",
          options.token_key_file);
  AddDuration(app, "token_ttl", "How long a token is taken", absl::Minutes(1),
              absl::Hours(8760), options.token_ttl);
}

void DefineLimits(CLI::App& app, Options& options) {
  AddNumber(app, "threads", "Worker threads; 0 is one a core", 0, 1024,
            options.threads);
  AddNumber(app, "max_streams",
            "RPCs at once; more are refused with RESOURCE_EXHAUSTED", 1,
            1'000'000, options.max_streams);
  AddSize(app, "max_batch_bytes", "A message leaves when its rows reach this",
          1, 512 << 10, options.max_batch_bytes);
  AddMilliseconds(app, "max_batch_age_ms",
                  "A message leaves when its first row has waited this long",
                  60'000, options.max_batch_age);
  AddSize(app, "max_cell_bytes", "Longest text of one cell", 1, 64 << 20,
          options.max_cell_bytes);
  AddSize(app, "max_row_bytes", "All text of one row", 1, 256 << 20,
          options.max_row_bytes);
  AddNumber(app, "max_depth", "Nesting of the upstream's JSON", 3, 1000,
            options.max_depth);
}

void DefineOperation(CLI::App& app, Options& options) {
  AddDuration(app, "drain_delay",
              "After SIGTERM: time between not being ready and refusing calls",
              absl::ZeroDuration(), absl::Hours(1), options.drain_delay);
  AddDuration(app, "drain_grace",
              "After SIGTERM: time for running calls to end before they are "
              "cancelled",
              absl::ZeroDuration(), absl::Hours(24), options.drain_grace);
  AddChoice(app, "log_level", "The least severe lines that are written",
            {"debug", "info", "warn", "error", "off"}, options.log_level);
  AddText(app, "log_file", "FILE",
          "Where the log goes, one JSON object a line; not given: standard "
          "error",
          options.log_file);
  AddText(app, "flagfile", "FILE",
          "File with more flags, \"name = value\" a line", options.flagfile);
}

}  // namespace

void DefineFlags(CLI::App& app, Options& options) {
  DefineAddresses(app, options);
  DefineUpstream(app, options);
  DefineTokens(app, options);
  DefineLimits(app, options);
  DefineOperation(app, options);
}

std::string EnvironmentName(std::string_view flag) {
  std::string name = "BACKLINKS_";
  for (const char c : flag) {
    name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

}  // namespace backlinks
