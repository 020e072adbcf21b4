// Parses values of options exactly: nothing is rounded, truncated or guessed.
#ifndef BACKLINKS_CLIENT_CPP_CLI_OPTION_VALUES_H_
#define BACKLINKS_CLIENT_CPP_CLI_OPTION_VALUES_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "CLI/CLI.hpp"
#include "absl/time/time.h"

namespace backlinks::cli {

// Parses decimal digits, 1 to `max`. Empty for any other text.
std::optional<int64_t> ParseCount(
    std::string_view text, int64_t max = std::numeric_limits<int64_t>::max());

// Parses a decimal such as "12" or "0.2", with at most three digits after the
// point, and returns thousandths. Empty if it is something else, negative or
// too large.
std::optional<int64_t> ParsePrice(std::string_view text);

// Parses a duration with units, such as "250ms", "2s" or "1m30s", or a decimal
// number of seconds; finite and not negative. 0 means no limit.
std::optional<absl::Duration> ParseTimeout(std::string_view text);

// Adds an option whose value `parse` parses into `value`. A text that it
// rejects is a usage error, in which `expected` describes the allowed values.
template <typename Parse, typename Value>
CLI::Option* AddParsedOption(CLI::App& app, const std::string& name,
                             Parse parse, Value& value,
                             const std::string& expected,
                             const std::string& description) {
  return app.add_option_function<std::string>(
      name,
      [parse, &value, name, expected](const std::string& text) {
        const auto parsed = parse(text);
        if (!parsed) {
          throw CLI::ValidationError(name,
                                     '"' + text + "\" is not " + expected);
        }
        value = *parsed;
      },
      description);
}

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_OPTION_VALUES_H_
