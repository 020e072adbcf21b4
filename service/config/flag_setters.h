// Functions that define one flag each: its type, its allowed values, its help
// and the option that it sets.
//
// The default in the help is the value of the option when the flag is defined.
// If a flag is given more than once, the last value counts.
// Errors: a value that is not allowed throws CLI::ValidationError while it is
//         parsed.
// Life:   the options must outlive `app`.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAG_SETTERS_H_
#define BACKLINKS_SERVICE_CONFIG_FLAG_SETTERS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/common/column/column.h"
#include "service/model/query.h"

namespace backlinks {

using FlagCheck = std::function<absl::Status(std::string_view value)>;

// Defines a text flag. Any text is allowed if `check` is null.
void AddText(CLI::App& app, const std::string& name, const std::string& type,
             const std::string& help, std::string& target,
             FlagCheck check = nullptr);

// Defines a flag with one of `choices` as its value.
void AddChoice(CLI::App& app, const std::string& name, const std::string& help,
               std::initializer_list<std::string_view> choices,
               std::string& target);

void AddNumber(CLI::App& app, const std::string& name, const std::string& help,
               int64_t min, int64_t max, int64_t& target);
void AddNumber(CLI::App& app, const std::string& name, const std::string& help,
               int min, int max, int& target);

void AddSize(CLI::App& app, const std::string& name, const std::string& help,
             int64_t min, int64_t max, size_t& target);

void AddDuration(CLI::App& app, const std::string& name,
                 const std::string& help, absl::Duration min,
                 absl::Duration max, absl::Duration& target);

// Defines a flag in milliseconds, from 0 to `max`.
void AddMilliseconds(CLI::App& app, const std::string& name,
                     const std::string& help, int64_t max,
                     absl::Duration& target);

// Defines a price flag, from 1 to `max`. The flag is in whole units, the option
// in thousandths.
void AddPrice(CLI::App& app, const std::string& name, const std::string& help,
              int64_t max, MilliPrice& target);

void AddColumns(CLI::App& app, const std::string& name, const std::string& help,
                ColumnSet& target);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_FLAG_SETTERS_H_
