#include "service/config/option_secrets.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "service/config/option_error.h"
#include "service/config/secret_file.h"
#include "service/cursor/cursor_codec.h"

namespace backlinks::config {
namespace {

struct SecretSource {
  std::string_view file_flag;
  const char* variable;
  SecretForm form;
};

constexpr SecretSource kUpstreamToken = {
    "--upstream_token_file", kUpstreamTokenVariable, {"token"}};
constexpr SecretSource kTokenKey = {
    "--token_key_file",
    kTokenKeyVariable,
    {.noun = "key", .min_bytes = cursor::kMinTokenKeyBytes, .is_word = false}};
constexpr SecretSource kStatePassword = {
    "--state_password_file",
    kStatePasswordVariable,
    {.noun = "password", .is_word = false}};

// Reads the secret from the file at `path` if that is set, else from the
// environment.
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
  if (!secret.ok()) return WrongOption(where, secret.status());
  return secret;
}

}  // namespace

absl::Status ReadUpstreamToken(const Environment& environment,
                               Options& options) {
  absl::StatusOr<Secret> token =
      ReadSecret(kUpstreamToken, options.upstream_token_file, environment,
                 options.warnings);
  if (!token.ok()) return token.status();
  options.upstream_token = *std::move(token);
  if (options.upstream_token.empty()) {
    options.warnings.emplace_back("no token for the upstream is set");
  } else if (!options.url->tls && !options.url->IsLoopback()) {
    options.warnings.emplace_back(
        "the token travels to the upstream without encryption");
  }
  return absl::OkStatus();
}

absl::StatusOr<Secret> ReadUpstreamTokenFile(const std::string& path) {
  absl::StatusOr<Secret> token =
      ReadSecretFile(kUpstreamToken.form, path, FileKind::kRegular);
  if (token.ok()) return token;
  return WrongOption(fmt::format("{} {}", kUpstreamToken.file_flag, path),
                     token.status());
}

absl::Status ReadTokenKey(const Environment& environment, Options& options) {
  absl::StatusOr<Secret> key = ReadSecret(kTokenKey, options.token_key_file,
                                          environment, options.warnings);
  if (!key.ok()) return key.status();
  options.token_key = *std::move(key);
  return absl::OkStatus();
}

absl::StatusOr<Secret> ReadStatePassword(const Environment& environment,
                                         Options& options) {
  return ReadSecret(kStatePassword, options.state_password_file, environment,
                    options.warnings);
}

}  // namespace backlinks::config
