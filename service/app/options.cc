#include "service/app/options.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <sstream>
#include <string_view>
#include <thread>
#include <utility>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "service/app/flags.h"
#include "service/app/secret_file.h"
#include "service/cursor/cursor_codec.h"
#include "service/dialect/registry.h"

namespace backlinks {
namespace {

using Args = std::vector<std::string>;

// A secret is never the value of a flag: other users see those.
struct SecretSource {
  std::string_view file_flag;
  const char* variable;
  SecretForm form;
};

constexpr SecretSource kUpstreamToken = {
    "--upstream_token_file", "BACKLINKS_UPSTREAM_TOKEN", {"token"}};
constexpr SecretSource kTokenKey = {
    "--token_key_file",
    "BACKLINKS_TOKEN_KEY",
    {.noun = "key", .least_bytes = kMinTokenKeyBytes, .is_word = false}};
constexpr size_t kMaxFlagFileBytes = 1 << 20;
constexpr size_t kMaxLineBytes = 500;

constexpr const char* kDescription =
    "Serves backlinks as a typed, streamed RPC (gRPC, backlinks.v1).";
constexpr const char* kFooter =
    "Every flag can come from the environment as BACKLINKS_<FLAG>, or from "
    "--flagfile; the\ncommand line wins over the environment, the environment "
    "over the file. Durations are\nwritten 250ms, 5s, 2m; sizes 4096, 64KiB, "
    "1MiB. A wrong flag: one line, exit 2.\nSIGTERM and SIGINT drain.";

// Line breaks and other control characters of a value must not break the line.
std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      line += fmt::format("\\x{:02x}", byte);
    } else {
      line += c;
    }
  }
  if (line.size() > kMaxLineBytes) line = line.substr(0, kMaxLineBytes) + "...";
  return line;
}

absl::Status Wrong(std::string_view where, std::string_view what) {
  const std::string line =
      where.empty() ? std::string(what) : fmt::format("{}: {}", where, what);
  return absl::InvalidArgumentError(OneLine(line));
}

absl::Status Wrong(std::string_view where, const absl::Status& status) {
  return Wrong(where, std::string(status.message()));
}

void Prepare(CLI::App& app, Options& options) {
  DefineFlags(app, options);
  app.set_help_flag("--help", "Prints this and exits");
  app.set_version_flag("--version", "backlinks-server " BACKLINKS_VERSION,
                       "Prints the version and exits");
  app.footer(kFooter);
  app.get_formatter()->column_width(36);
}

// Names the flag alone: its value may be a secret that has no place here.
std::string DescribeExtras(const Args& extras) {
  for (const std::string& extra : extras) {
    if (extra.rfind('-', 0) != 0) continue;
    return fmt::format("there is no flag {}; see --help",
                       extra.substr(0, extra.find('=')));
  }
  return "only flags are allowed, but there is " +
         (extras.empty() ? "another argument" : extras.front());
}

// One layer: what `args` says is put over what `options` holds.
absl::Status Apply(const Args& args, std::string_view where, Options& options) {
  CLI::App app(kDescription, "backlinks-server");
  Prepare(app, options);
  try {
    // CLI11 takes them from the back.
    app.parse(Args(args.rbegin(), args.rend()));
  } catch (const CLI::ExtrasError&) {
    return Wrong(where, DescribeExtras(app.remaining()));
  } catch (const CLI::ParseError& e) {
    return Wrong(where, e.what());
  }
  return absl::OkStatus();
}

// What --help or --version in `args` asks to print.
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
  return std::nullopt;
}

std::vector<std::string> FlagNames() {
  Options ignored;
  CLI::App app;
  DefineFlags(app, ignored);
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    const std::string& name = option->get_lnames().front();
    if (name != "help") names.push_back(name);
  }
  return names;
}

// Applied one by one, so that an error can name the variable.
absl::Status ApplyEnvironment(const Environment& environment,
                              Options& options) {
  for (const std::string& name : FlagNames()) {
    const std::string variable = EnvironmentName(name);
    const char* value = environment(variable.c_str());
    if (value == nullptr || *value == '\0') continue;
    const std::string arg = fmt::format("--{}={}", name, value);
    if (absl::Status status = Apply({arg}, variable, options); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadFlagFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxFlagFileBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad() || !file.eof()) {
    return Wrong("--flagfile " + path, "cannot be read or is above 1 MiB");
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

absl::StatusOr<Args> FlagFileArgs(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFlagFile(path);
  if (!text.ok()) return text.status();
  Args args;
  try {
    std::istringstream stream(*text);
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(stream)) {
      if (item.name == "flagfile" || !item.parents.empty() ||
          item.inputs.size() != 1) {
        return Wrong("--flagfile " + path,
                     item.fullname() + " is not allowed in it");
      }
      args.push_back(fmt::format("--{}={}", item.name, item.inputs[0]));
    }
  } catch (const std::exception& e) {
    return Wrong("--flagfile " + path, e.what());
  }
  return args;
}

// The file's name is needed before the file, and its content counts least.
absl::Status ApplyLayers(const Args& args, const Environment& environment,
                         Options& options) {
  Options named;
  absl::Status status = ApplyEnvironment(environment, named);
  if (status.ok()) status = Apply(args, "", named);
  if (!status.ok()) return status;
  if (!named.flagfile.empty()) {
    absl::StatusOr<Args> file = FlagFileArgs(named.flagfile);
    if (!file.ok()) return file.status();
    status = Apply(*file, "--flagfile " + named.flagfile, options);
    if (!status.ok()) return status;
  }
  status = ApplyEnvironment(environment, options);
  if (status.ok()) status = Apply(args, "", options);
  return status;
}

// From the file at `path` if that is given, else from the environment.
absl::StatusOr<Secret> ReadSecret(const SecretSource& source,
                                  const std::string& path,
                                  const Environment& environment,
                                  std::vector<std::string>& warnings) {
  const char* variable = environment(source.variable);
  absl::StatusOr<Secret> secret = Secret();
  std::string where = source.variable;
  if (!path.empty()) {
    where = fmt::format("{} {}", source.file_flag, path);
    secret = ReadSecretFile(source.form, path);
    if (IsWorldReadable(path)) {
      warnings.push_back(OneLine(where + " can be read by everyone"));
    }
  } else if (variable != nullptr && *variable != '\0') {
    secret = CheckSecret(source.form, variable);
  }
  if (!secret.ok()) return Wrong(where, secret.status());
  return secret;
}

absl::Status ReadUpstream(const Environment& environment, Options& options) {
  if (options.upstream == "embedded") {
    if (options.upstream_url.empty()) return absl::OkStatus();
    return Wrong("--upstream_url",
                 "needs an --upstream that is not embedded, such as ahrefs_v2");
  }
  const std::string text =
      options.upstream_url.empty()
          ? std::string(DefaultUpstreamUrl(options.upstream))
          : options.upstream_url;
  absl::StatusOr<UpstreamUrl> url = ParseUpstreamUrl(text);
  if (!url.ok()) return Wrong("--upstream_url", url.status());
  options.url = *std::move(url);
  absl::StatusOr<Secret> token =
      ReadSecret(kUpstreamToken, options.upstream_token_file, environment,
                 options.warnings);
  if (!token.ok()) return token.status();
  options.upstream_token = *std::move(token);
  if (options.upstream_token.empty()) {
    options.warnings.emplace_back("there is no token for the upstream");
  } else if (!options.url->tls && !options.url->IsLoopback()) {
    options.warnings.emplace_back(
        "the token travels to the upstream without encryption");
  }
  return absl::OkStatus();
}

absl::Status ReadTokenKey(const Environment& environment, Options& options) {
  absl::StatusOr<Secret> key = ReadSecret(kTokenKey, options.token_key_file,
                                          environment, options.warnings);
  if (!key.ok()) return key.status();
  options.token_key = *std::move(key);
  return absl::OkStatus();
}

absl::Status CheckReadable(const std::string& flag, const std::string& path) {
  if (path.empty() || std::ifstream(path).good()) return absl::OkStatus();
  return Wrong(flag + " " + path, "cannot be read");
}

absl::Status Complete(const Environment& environment, Options& options) {
  if (options.threads == 0) {
    options.threads =
        std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }
  if (options.max_cell_bytes > options.max_row_bytes) {
    return Wrong("--max_cell_bytes", "must not be above --max_row_bytes");
  }
  absl::Status status = ReadUpstream(environment, options);
  if (status.ok()) status = ReadTokenKey(environment, options);
  if (status.ok()) {
    status = CheckReadable("--upstream_ca_file", options.upstream_ca_file);
  }
  if (status.ok()) {
    status = CheckReadable("--embedded_data", options.embedded_data);
  }
  return status;
}

}  // namespace

std::variant<Options, PrintAndExit, UsageError> ParseOptions(
    const std::vector<std::string>& args, const Environment& environment) {
  if (auto print = AsksToPrint(args)) return *std::move(print);
  Options options;
  absl::Status status = ApplyLayers(args, environment, options);
  if (status.ok()) status = Complete(environment, options);
  if (!status.ok()) return UsageError{std::string(status.message())};
  return options;
}

std::variant<Options, PrintAndExit, UsageError> ParseOptions(
    int argc, const char* const* argv) {
  const Args args(argv + std::min(argc, 1), argv + argc);
  return ParseOptions(args, [](const char* name) { return getenv(name); });
}

std::string FlagsTable() {
  Options defaults;
  CLI::App app;
  DefineFlags(app, defaults);
  std::string table = "| flag | default | |\n|---|---|---|\n";
  for (const CLI::Option* option : app.get_options()) {
    const std::string& name = option->get_lnames().front();
    if (name == "help") continue;
    const std::string& value = option->get_default_str();
    table += fmt::format("| `--{}` | {} | {} |\n", name,
                         value.empty() ? "" : fmt::format("`{}`", value),
                         option->get_description());
  }
  return table;
}

}  // namespace backlinks
