// The declaration of one flag of the server. --help, the table in
// docs/configuration.md and the chart's schema are made from these.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAG_H_
#define BACKLINKS_SERVICE_CONFIG_FLAG_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "service/config/options.h"

namespace backlinks::config {

// Parses a value and sets the option.
// Errors: INVALID_ARGUMENT "must be …".
using FlagSetter =
    std::function<absl::Status(const std::string& value, Options& options)>;

// The type of flags that need no value on the command line.
inline constexpr std::string_view kBoolType = "BOOL";

struct FlagBounds {
  int64_t min = 0;
  int64_t max = 0;
};

struct Flag {
  std::string name;  // "page_rows"
  std::string type;  // "NUMBER", "DURATION"; the placeholder in --help.
  std::string help;  // A noun phrase, and sentences that explain it.
  // Allowed values, as a text: "1m to 8760h". Empty for a path.
  std::string range;
  // The same as numbers: of milliseconds for DURATION, of bytes for SIZE.
  std::optional<FlagBounds> bounds;
  std::vector<std::string> words;  // Allowed WORD, or parts of COLUMNS.
  std::string default_text;        // Empty if the flag is not set by default.
  // The environment variable that may contain the secret instead of the file
  // that the flag names. Empty for flags that name no secret.
  std::string secret_variable;
  FlagSetter set;
};

// Returns the help with the range.
std::string HelpText(const Flag& flag);

// Returns the environment variable of a flag: "listen" → "BACKLINKS_LISTEN".
std::string EnvironmentName(std::string_view flag);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_FLAG_H_
