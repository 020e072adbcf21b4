// Ways to define one flag that takes a value: what it may be, what help says
// of it, and the option that it sets.
//
// The default in help is what the option holds when the flag is defined. Given
// more than once, the last value counts.
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
#include "service/model/column.h"
#include "service/model/query.h"

namespace backlinks {

using FlagCheck = std::function<absl::Status(std::string_view value)>;

// Any text that passes the check, if there is one.
void AddText(CLI::App& app, const std::string& name, const std::string& type,
             const std::string& help, std::string& target,
             FlagCheck check = nullptr);

// One of some words.
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

// From 0.
void AddMilliseconds(CLI::App& app, const std::string& name,
                     const std::string& help, int64_t max,
                     absl::Duration& target);

// From 1; whole units in text, thousandths in the option.
void AddPrice(CLI::App& app, const std::string& name, const std::string& help,
              int64_t max, MilliPrice& target);

void AddColumns(CLI::App& app, const std::string& name, const std::string& help,
                ColumnSet& target);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_FLAG_SETTERS_H_
