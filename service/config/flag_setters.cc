#include "service/config/flag_setters.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "CLI/Error.hpp"
#include "CLI/Option.hpp"
#include "fmt/format.h"
#include "service/config/flag_values.h"

namespace backlinks {
namespace {

using Setter = std::function<absl::Status(const std::string& value)>;

// Defines a flag with a value. If it is given several times, the last one
// counts.
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

template <typename Number>
void AddAnyNumber(CLI::App& app, const std::string& name,
                  const std::string& help, int64_t min, int64_t max,
                  Number& target) {
  Add(app, name, "NUMBER", fmt::format("{}", target),
      fmt::format("{}. {} to {}", help, min, max),
      [&target, min, max](const std::string& text) {
        const auto value = ReadNumber(text, min, max);
        if (value.ok()) target = static_cast<Number>(*value);
        return value.status();
      });
}

}  // namespace

void AddText(CLI::App& app, const std::string& name, const std::string& type,
             const std::string& help, std::string& target, FlagCheck check) {
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

void AddNumber(CLI::App& app, const std::string& name, const std::string& help,
               int64_t min, int64_t max, int64_t& target) {
  AddAnyNumber(app, name, help, min, max, target);
}

void AddNumber(CLI::App& app, const std::string& name, const std::string& help,
               int min, int max, int& target) {
  AddAnyNumber(app, name, help, min, max, target);
}

void AddSize(CLI::App& app, const std::string& name, const std::string& help,
             int64_t min, int64_t max, size_t& target) {
  Add(app, name, "SIZE", SizeText(static_cast<int64_t>(target)),
      fmt::format("{}. {} to {}", help, SizeText(min), SizeText(max)),
      [&target, min, max](const std::string& text) {
        const auto value = ReadSize(text, min, max);
        if (value.ok()) target = static_cast<size_t>(*value);
        return value.status();
      });
}

void AddDuration(CLI::App& app, const std::string& name,
                 const std::string& help, absl::Duration min,
                 absl::Duration max, absl::Duration& target) {
  Add(app, name, "DURATION", absl::FormatDuration(target),
      fmt::format("{}. {} to {}", help, absl::FormatDuration(min),
                  absl::FormatDuration(max)),
      [&target, min, max](const std::string& text) {
        const auto value = ReadDuration(text, min, max);
        if (value.ok()) target = *value;
        return value.status();
      });
}

void AddMilliseconds(CLI::App& app, const std::string& name,
                     const std::string& help, int64_t max,
                     absl::Duration& target) {
  Add(app, name, "NUMBER", fmt::format("{}", absl::ToInt64Milliseconds(target)),
      fmt::format("{}. Milliseconds, 0 to {}", help, max),
      [&target, max](const std::string& text) {
        const auto value = ReadNumber(text, 0, max);
        if (value.ok()) target = absl::Milliseconds(*value);
        return value.status();
      });
}

void AddPrice(CLI::App& app, const std::string& name, const std::string& help,
              int64_t max, MilliPrice& target) {
  Add(app, name, "NUMBER", fmt::format("{}", target / 1000),
      fmt::format("{}. 1 to {}", help, max),
      [&target, max](const std::string& text) {
        const auto value = ReadNumber(text, 1, max);
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

}  // namespace backlinks
