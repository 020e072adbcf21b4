#include "service/config/option_layers.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"  // CLI::App does not link without it.
#include "CLI/Error.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "service/config/flag_file.h"
#include "service/config/flags.h"
#include "service/config/nearest_name.h"
#include "service/config/option_error.h"

namespace backlinks::config {
namespace {

using Args = std::vector<std::string>;

// Options that do something other than configure the server.
constexpr std::array<std::string_view, 4> kActions = {
    "help", "version", "flags_json", "healthcheck"};

constexpr const char* kDescription =
    "Serves backlinks as a typed, streamed RPC (gRPC, backlinks.v1).";
constexpr const char* kFooter =
    "Every flag can come from the environment as BACKLINKS_<FLAG>, or from "
    "--flagfile; the\ncommand line has precedence over the environment, and "
    "the environment over the file.\nDurations are written 250ms, 5s, 2m; "
    "sizes 4096, 64KiB, 1MiB. A wrong flag is reported\nin one line, with exit "
    "status 2. SIGTERM and SIGINT start a drain, "
    "and SIGHUP reloads.";

void Prepare(CLI::App& app, Options& options) {
  DefineFlags(app, options);
  app.set_help_flag("--help", "Print the flags and exit");
  app.set_version_flag("--version", "backlinks-server " BACKLINKS_VERSION,
                       "Print the version and exit");
  // AsksToPrint looks for it before anything is parsed.
  app.add_flag_callback(
      "--flags_json",
      [] {
        throw CLI::ValidationError(
            "--flags_json",
            "is allowed on the command line only, without a value");
      },
      "Print the flags, with their types and ranges, as JSON and exit");
  app.add_flag("--healthcheck", options.healthcheck,
               "Check the health of the server at --listen (timeout 3s). Exit "
               "status 0, or 1 with the reason");
  app.footer(kFooter);
  app.get_formatter()->column_width(36);
}

// Names the flag without its value, which may be a secret.
std::string DescribeExtras(const Args& extras) {
  for (const std::string& extra : extras) {
    if (extra.rfind('-', 0) != 0) continue;
    return fmt::format("unknown flag {}; see --help",
                       extra.substr(0, extra.find('=')));
  }
  return "only flags are allowed, but there is " +
         (extras.empty() ? "another argument" : extras.front());
}

// Overrides `options` with the flags in `args`, which are those of one source.
absl::Status Apply(const Args& args, std::string_view where, Options& options) {
  CLI::App app(kDescription, "backlinks-server");
  Prepare(app, options);
  try {
    // CLI11 expects the arguments in reverse order.
    app.parse(Args(args.rbegin(), args.rend()));
  } catch (const CLI::ExtrasError&) {
    return WrongOption(where, DescribeExtras(app.remaining()));
  } catch (const CLI::ParseError& e) {
    return WrongOption(where, e.what());
  }
  return absl::OkStatus();
}

// Applies the variables one by one, so that an error can name the variable.
absl::Status ApplyEnvironment(const Environment& environment,
                              Options& options) {
  for (const Flag& flag : Flags()) {
    const std::string variable = EnvironmentName(flag.name);
    const char* value = environment(variable.c_str());
    if (value == nullptr || *value == '\0') continue;
    const std::string arg = fmt::format("--{}={}", flag.name, value);
    if (absl::Status status = Apply({arg}, variable, options); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

// Describes a name that is none of Flags().
std::string DescribeUnknown(const std::string& name) {
  if (std::find(kActions.begin(), kActions.end(), name) != kActions.end()) {
    return fmt::format("--{}: is allowed on the command line only", name);
  }
  std::vector<std::string> flags;
  for (const Flag& flag : Flags()) flags.push_back("--" + flag.name);
  return fmt::format("unknown flag --{}{}", name,
                     DidYouMean("--" + name, flags));
}

absl::Status ApplyLine(const FlagLine& line, Options& options) {
  const auto flag = std::find_if(
      Flags().begin(), Flags().end(),
      [&line](const Flag& each) { return each.name == line.name; });
  if (flag == Flags().end()) {
    return absl::InvalidArgumentError(DescribeUnknown(line.name));
  }
  if (flag->name == "flagfile") {
    return absl::InvalidArgumentError(
        "--flagfile: is not allowed in a flag file");
  }
  const absl::Status set = flag->set(line.value, options);
  return set.ok() ? set : WrongOption("--" + line.name, set);
}

absl::Status ApplyFlagFile(const std::string& path, Options& options) {
  const absl::StatusOr<std::vector<FlagLine>> lines = ReadFlagFile(path);
  if (!lines.ok()) return lines.status();
  for (const FlagLine& line : *lines) {
    const absl::Status applied = ApplyLine(line, options);
    if (applied.ok()) continue;
    return WrongOption(FlagFilePlace(path, line.number), applied);
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<PrintAndExit> AsksToPrint(const Args& args) {
  Options ignored;
  CLI::App app(kDescription, "backlinks-server");
  Prepare(app, ignored);
  if (std::find(args.begin(), args.end(), "--help") != args.end()) {
    return PrintAndExit{app.help()};
  }
  if (std::find(args.begin(), args.end(), "--version") != args.end()) {
    return PrintAndExit{app.version() + "\n"};
  }
  if (std::find(args.begin(), args.end(), "--flags_json") != args.end()) {
    return PrintAndExit{FlagsJson()};
  }
  return std::nullopt;
}

// Looks for the name of the flag file first, since the file has the lowest
// precedence and is applied first.
absl::Status ApplyLayers(const Args& args, const Environment& environment,
                         Options& options) {
  Options named;
  absl::Status status = ApplyEnvironment(environment, named);
  if (status.ok()) status = Apply(args, "", named);
  if (!status.ok()) return status;
  if (!named.flagfile.empty()) {
    status = ApplyFlagFile(named.flagfile, options);
    if (!status.ok()) return status;
  }
  status = ApplyEnvironment(environment, options);
  if (status.ok()) status = Apply(args, "", options);
  return status;
}

}  // namespace backlinks::config
