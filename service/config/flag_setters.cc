#include "service/config/flag_setters.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "service/config/flag_values.h"

namespace backlinks::config {
namespace {

// Returns a setter of the value that `read` parses, if it is valid.
template <typename Value, typename Read>
FlagSetter SetTo(Value Options::*option, Read read) {
  return [option, read = std::move(read)](const std::string& text,
                                          Options& options) {
    const auto value = read(text);
    if (value.ok()) options.*option = static_cast<Value>(*value);
    return value.status();
  };
}

template <typename Value>
Value DefaultOf(Value Options::*option) {
  return Options().*option;
}

std::string RangeText(FlagBounds bounds) {
  return fmt::format("{} to {}", bounds.min, bounds.max);
}

// The option is the number times `unit`.
template <typename Value>
Flag AnyNumberFlag(std::string&& name, std::string&& help, FlagBounds bounds,
                   Value Options::*option, Value unit) {
  return {
      .name = std::move(name),
      .type = "NUMBER",
      .help = std::move(help),
      .range = RangeText(bounds),
      .bounds = bounds,
      .default_text = fmt::to_string(DefaultOf(option) / unit),
      .set = [option, bounds, unit](const std::string& text, Options& options) {
        const auto value = ReadNumber(text, bounds.min, bounds.max);
        if (value.ok()) {
          options.*option = static_cast<Value>(*value * unit);
        }
        return value.status();
      }};
}

std::vector<std::string> ColumnNames() {
  std::vector<std::string> names;
  for (const Column& column : AllColumns()) names.emplace_back(column.name);
  return names;
}

// The words are also the range.
FlagCheck MustBeOneOf(std::vector<std::string> words) {
  return [words = std::move(words)](std::string_view value) {
    if (std::find(words.begin(), words.end(), value) != words.end()) {
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(
        fmt::format("must be one of {}", fmt::join(words, ", ")));
  };
}

// Without a default text.
template <typename Option>
Flag DurationWithin(std::string&& name, std::string&& help, absl::Duration min,
                    absl::Duration max, Option option) {
  Flag flag;
  flag.name = std::move(name);
  flag.type = "DURATION";
  flag.help = std::move(help);
  flag.range = fmt::format("{} to {}", absl::FormatDuration(min),
                           absl::FormatDuration(max));
  flag.bounds = FlagBounds{absl::ToInt64Milliseconds(min),
                           absl::ToInt64Milliseconds(max)};
  flag.set = SetTo(option, [min, max](const std::string& text) {
    return ReadDuration(text, min, max);
  });
  return flag;
}

}  // namespace

Flag TextFlag(std::string name, std::string type, std::string help,
              std::string range, FlagCheck check, TextOption option) {
  return {.name = std::move(name),
          .type = std::move(type),
          .help = std::move(help),
          .range = std::move(range),
          .default_text = DefaultOf(option),
          .set = [option, check = std::move(check)](const std::string& value,
                                                    Options& options) {
            absl::Status status = check(value);
            if (status.ok()) options.*option = value;
            return status;
          }};
}

Flag FileFlag(std::string name, std::string help, TextOption option) {
  return TextFlag(
      std::move(name), "FILE", std::move(help), "",
      [](std::string_view) { return absl::OkStatus(); }, option);
}

Flag SecretFileFlag(std::string name, std::string help, std::string variable,
                    TextOption option) {
  help += fmt::format(
      ". The environment variable {} may contain the secret instead; the "
      "file has priority",
      variable);
  Flag flag = FileFlag(std::move(name), std::move(help), option);
  flag.secret_variable = std::move(variable);
  return flag;
}

Flag ChoiceFlag(std::string name, std::string help,
                std::vector<std::string> words, TextOption option) {
  FlagCheck check = MustBeOneOf(words);
  return ChoiceFlag(std::move(name), std::move(help), std::move(words),
                    std::move(check), option);
}

Flag ChoiceFlag(std::string name, std::string help,
                std::vector<std::string> words, FlagCheck check,
                TextOption option) {
  const std::string range = fmt::format("{}", fmt::join(words, ", "));
  Flag flag = TextFlag(std::move(name), "WORD", std::move(help), range,
                       std::move(check), option);
  flag.words = std::move(words);
  return flag;
}

Flag NumberFlag(std::string name, std::string help, FlagBounds bounds,
                int64_t Options::*option) {
  return AnyNumberFlag(std::move(name), std::move(help), bounds, option,
                       int64_t{1});
}

Flag NumberFlag(std::string name, std::string help, FlagBounds bounds,
                int Options::*option) {
  return AnyNumberFlag(std::move(name), std::move(help), bounds, option, 1);
}

Flag SizeFlag(std::string name, std::string help, FlagBounds bounds,
              size_t Options::*option) {
  return {.name = std::move(name),
          .type = "SIZE",
          .help = std::move(help),
          .range = fmt::format("{} to {}", SizeText(bounds.min),
                               SizeText(bounds.max)),
          .bounds = bounds,
          .default_text = SizeText(static_cast<int64_t>(DefaultOf(option))),
          .set = SetTo(option, [bounds](const std::string& text) {
            return ReadSize(text, bounds.min, bounds.max);
          })};
}

Flag DurationFlag(std::string name, std::string help, absl::Duration min,
                  absl::Duration max, absl::Duration Options::*option) {
  Flag flag =
      DurationWithin(std::move(name), std::move(help), min, max, option);
  flag.default_text = absl::FormatDuration(DefaultOf(option));
  return flag;
}

Flag DurationFlag(std::string name, std::string help, absl::Duration min,
                  absl::Duration max,
                  std::optional<absl::Duration> Options::*option) {
  return DurationWithin(std::move(name), std::move(help), min, max, option);
}

Flag MillisecondsFlag(std::string name, std::string help, int64_t max,
                      absl::Duration Options::*option) {
  Flag flag = AnyNumberFlag(std::move(name), std::move(help), {0, max}, option,
                            absl::Milliseconds(1));
  flag.range = "Milliseconds, " + flag.range;
  return flag;
}

Flag PriceFlag(std::string name, std::string help, int64_t max,
               MilliPrice Options::*option) {
  return AnyNumberFlag(std::move(name), std::move(help), {1, max}, option,
                       MilliPrice{1000});
}

Flag BoolFlag(std::string name, std::string help, bool Options::*option) {
  return {.name = std::move(name),
          .type = std::string(kBoolType),
          .help = std::move(help),
          .range = "true, false",
          .words = {"true", "false"},
          .default_text = DefaultOf(option) ? "true" : "false",
          .set = SetTo(option, ReadBool)};
}

Flag ColumnsFlag(std::string name, std::string help,
                 ColumnSet Options::*option) {
  return {.name = std::move(name),
          .type = "COLUMNS",
          .help = std::move(help),
          .range = "Names of columns, separated by commas",
          .words = ColumnNames(),
          .set = SetTo(option, ReadColumns)};
}

}  // namespace backlinks::config
