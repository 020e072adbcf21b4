#include "service/config/otlp_options.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "re2/re2.h"
#include "service/common/file/small_file.h"
#include "service/common/status/status.h"
#include "service/config/flag_values.h"
#include "service/config/option_error.h"

namespace backlinks::config {
namespace {

constexpr char kCaFlag[] = "--otlp_ca_file";

absl::Status ReadRoots(const std::string& path, OtlpEndpoint& endpoint) {
  if (!endpoint.tls) {
    return WrongOption(kCaFlag, "needs an --otlp_endpoint of https");
  }
  absl::StatusOr<std::string> text = ReadSmallFile(path);
  if (!text.ok()) return WrongOption(kCaFlag + (" " + path), text.status());
  endpoint.root_certificates = *std::move(text);
  if (absl::StrContains(endpoint.root_certificates, "BEGIN CERTIFICATE")) {
    return absl::OkStatus();
  }
  return WrongOption(kCaFlag + (" " + path), "contains no certificate in PEM");
}

}  // namespace

absl::StatusOr<OtlpEndpoint> ParseOtlpEndpoint(std::string_view text) {
  static const RE2* const pattern = new RE2("(?:(https?)://([^/]*)/?|([^/]*))");
  std::string scheme, of_url, bare;
  RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *pattern, &scheme,
                 &of_url, &bare);
  const OtlpEndpoint endpoint{.address = scheme.empty() ? bare : of_url,
                              .tls = scheme == "https"};
  // Port 0 is valid for listening only.
  if (!CheckHostPort(endpoint.address).ok() ||
      absl::EndsWith(endpoint.address, ":0")) {
    return absl::InvalidArgumentError(
        "must be HOST:PORT, http://HOST:PORT or https://HOST:PORT, the port 1 "
        "to 65535");
  }
  return endpoint;
}

absl::Status ReadOtlp(Options& options) {
  if (options.otlp_endpoint.empty()) {
    if (options.otlp_ca_file.empty()) return absl::OkStatus();
    return WrongOption(kCaFlag, "needs an --otlp_endpoint");
  }
  auto endpoint = ParseOtlpEndpoint(options.otlp_endpoint);
  if (!endpoint.ok()) return WrongOption("--otlp_endpoint", endpoint.status());
  if (!options.otlp_ca_file.empty()) {
    BACKLINKS_RETURN_IF_ERROR(ReadRoots(options.otlp_ca_file, *endpoint));
  }
  options.otlp = *std::move(endpoint);
  return absl::OkStatus();
}

}  // namespace backlinks::config
