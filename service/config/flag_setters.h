// Functions that declare one flag each: its type, its allowed values, its help
// and the member of Options that it sets.
//
// The default is the value of the member in Options().
#ifndef BACKLINKS_SERVICE_CONFIG_FLAG_SETTERS_H_
#define BACKLINKS_SERVICE_CONFIG_FLAG_SETTERS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/common/column/column.h"
#include "service/config/flag.h"
#include "service/config/options.h"
#include "service/model/query.h"

namespace backlinks::config {

using FlagCheck = std::function<absl::Status(std::string_view value)>;
using TextOption = std::string Options::*;

// Declares a text flag. `range` describes what `check` allows.
Flag TextFlag(std::string name, std::string type, std::string help,
              std::string range, FlagCheck check, TextOption option);

// Declares a path. That the file can be read is checked later.
Flag FileFlag(std::string name, std::string help, TextOption option);

// Declares the path of a secret, which the environment variable `variable` may
// contain instead.
Flag SecretFileFlag(std::string name, std::string help, std::string variable,
                    TextOption option);

// Declares a flag with one of `words` as its value.
Flag ChoiceFlag(std::string name, std::string help,
                std::vector<std::string> words, TextOption option);

// Declares a flag with one of `words` as its value, of which some describe what
// `check` allows.
Flag ChoiceFlag(std::string name, std::string help,
                std::vector<std::string> words, FlagCheck check,
                TextOption option);

Flag NumberFlag(std::string name, std::string help, FlagBounds bounds,
                int64_t Options::*option);
Flag NumberFlag(std::string name, std::string help, FlagBounds bounds,
                int Options::*option);

Flag SizeFlag(std::string name, std::string help, FlagBounds bounds,
              size_t Options::*option);

// The minimum and maximum are whole milliseconds.
Flag DurationFlag(std::string name, std::string help, absl::Duration min,
                  absl::Duration max, absl::Duration Options::*option);

// Declares a duration whose default depends on other flags. The minimum and
// maximum are whole milliseconds.
Flag DurationFlag(std::string name, std::string help, absl::Duration min,
                  absl::Duration max,
                  std::optional<absl::Duration> Options::*option);

// Declares a number of milliseconds, from 0 to `max`.
Flag MillisecondsFlag(std::string name, std::string help, int64_t max,
                      absl::Duration Options::*option);

// Declares a price, from 1 to `max`. The flag is in whole units, the option in
// thousandths.
Flag PriceFlag(std::string name, std::string help, int64_t max,
               MilliPrice Options::*option);

// Declares a flag that is true or false, and true if it is given alone.
Flag BoolFlag(std::string name, std::string help, bool Options::*option);

Flag ColumnsFlag(std::string name, std::string help,
                 ColumnSet Options::*option);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_FLAG_SETTERS_H_
