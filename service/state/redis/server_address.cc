#include "service/state/redis/server_address.h"

#include <sys/un.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "boost/url/parse.hpp"
#include "boost/url/url_view.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/state/redis/sentinel_urls.h"

namespace backlinks::state::redis {
namespace {

constexpr size_t kMaxUnixPath = sizeof(sockaddr_un::sun_path) - 1;

absl::Status Invalid(std::string_view why) {
  return absl::InvalidArgumentError(std::string(why));
}

bool HasNul(std::string_view text) { return text.find('\0') != text.npos; }

absl::Status ReadDatabase(std::string_view text, int& database) {
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, database);
  if (error != std::errc() || rest != end || database < 0 ||
      database > kMaxDatabase) {
    return Invalid(fmt::format(
        "the database must be a whole number from 0 to {}", kMaxDatabase));
  }
  return absl::OkStatus();
}

absl::Status ReadUser(const boost::urls::url_view& url, ServerAddress& out) {
  out.user = url.user();
  out.password = Secret(url.password());
  if (HasNul(out.user) || HasNul(out.password.Reveal())) {
    return Invalid("user and password must not have NUL characters");
  }
  return absl::OkStatus();
}

// Keeps the port of `out` if there is none.
absl::Status ReadHost(const boost::urls::url_view& url, HostPort& out) {
  if (url.encoded_host().empty()) return Invalid("names no host");
  if (url.encoded_host().contains('%')) {
    return Invalid("the host must not be percent-encoded");
  }
  out.host = url.host_type() == boost::urls::host_type::ipv6
                 ? url.host_ipv6_address().to_string()
                 : url.host();
  if (url.has_port()) {
    out.port = url.port_number();
    if (out.port == 0) return Invalid("needs a port from 1 to 65535");
  }
  return absl::OkStatus();
}

absl::Status ReadTcp(const boost::urls::url_view& url, ServerAddress& out) {
  HostPort server = {.host = "", .port = kDefaultPort};
  BACKLINKS_RETURN_IF_ERROR(ReadHost(url, server));
  if (url.has_query()) return Invalid("must not have a query");
  out.host = server.host;
  out.port = server.port;
  const std::string path = url.path();
  if (path.empty() || path == "/") return absl::OkStatus();
  return ReadDatabase(std::string_view(path).substr(1), out.database);
}

bool IsServiceCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' ||
         c == '-' || c == '_';
}

absl::Status ReadService(std::string_view text, std::string& service) {
  if (text.empty()) {
    return Invalid(
        "needs the name of the service after the Sentinels, as in "
        "redis+sentinel://host:26379/mymaster");
  }
  if (text.size() > kMaxServiceBytes ||
      !std::all_of(text.begin(), text.end(), IsServiceCharacter)) {
    return Invalid(fmt::format(
        "the name of the service must be 1 to {} letters, digits, '.', '-' or "
        "'_'",
        kMaxServiceBytes));
  }
  service = std::string(text);
  return absl::OkStatus();
}

// Appends one Sentinel. The rest of the URL is the same for each of them.
absl::Status ReadSentinel(const boost::urls::url_view& url,
                          ServerAddress& out) {
  HostPort sentinel = {.host = "", .port = kDefaultSentinelPort};
  BACKLINKS_RETURN_IF_ERROR(ReadHost(url, sentinel));
  out.sentinels.push_back(sentinel);
  if (url.has_query()) return Invalid("must not have a query");
  const std::string path = url.path();
  const std::string_view parts =
      path.empty() ? std::string_view() : std::string_view(path).substr(1);
  const size_t slash = parts.find('/');
  BACKLINKS_RETURN_IF_ERROR(ReadService(parts.substr(0, slash), out.service));
  if (slash == parts.npos || slash + 1 == parts.size()) return absl::OkStatus();
  return ReadDatabase(parts.substr(slash + 1), out.database);
}

absl::Status ReadUnix(const boost::urls::url_view& url, ServerAddress& out) {
  if (!url.encoded_host().empty() || url.has_port()) {
    return Invalid("unix:// must be followed by an absolute path");
  }
  out.unix_path = url.path();
  if (out.unix_path.size() < 2 || out.unix_path.size() > kMaxUnixPath ||
      HasNul(out.unix_path)) {
    return Invalid(fmt::format("the path of the socket must have 2 to {} bytes",
                               kMaxUnixPath));
  }
  if (!url.has_query()) return absl::OkStatus();
  const std::string query(url.encoded_query());
  if (!query.starts_with("db=")) {
    return Invalid("must have no other query than db=DATABASE");
  }
  return ReadDatabase(std::string_view(query).substr(3), out.database);
}

absl::Status ReadParts(const boost::urls::url_view& url, ServerAddress& out) {
  const std::string scheme(url.scheme());
  const bool has_sentinels = IsSentinelUrl(url.buffer());
  if (scheme != "redis" && scheme != "rediss" && scheme != "unix" &&
      !has_sentinels) {
    return Invalid(
        "must begin with redis://, rediss://, redis+sentinel://, "
        "rediss+sentinel:// or unix://");
  }
  if (!url.has_authority()) return Invalid("needs // after the scheme");
  if (url.has_fragment()) return Invalid("must not have a fragment");
  BACKLINKS_RETURN_IF_ERROR(ReadUser(url, out));
  out.tls = scheme.starts_with("rediss");
  if (has_sentinels) return ReadSentinel(url, out);
  return scheme == "unix" ? ReadUnix(url, out) : ReadTcp(url, out);
}

// Parses the URL, or one of those for each of its Sentinels.
absl::Status ReadUrl(std::string_view url, ServerAddress& out) {
  const auto parsed = boost::urls::parse_uri(url);
  if (parsed.has_error()) {
    return Invalid("is not a URL such as redis://host:6379/0");
  }
  return ReadParts(*parsed, out);
}

absl::Status ReadUrls(std::string_view url, ServerAddress& out) {
  if (!IsSentinelUrl(url)) return ReadUrl(url, out);
  const std::vector<std::string> urls = SentinelUrls(url);
  if (urls.size() > kMaxSentinels) {
    return Invalid(fmt::format("must have 1 to {} Sentinels", kMaxSentinels));
  }
  for (const std::string& one : urls) {
    BACKLINKS_RETURN_IF_ERROR(ReadUrl(one, out));
  }
  return absl::OkStatus();
}

}  // namespace

std::string HostPort::name() const {
  const bool is_ipv6 = host.find(':') != host.npos;
  return is_ipv6 ? fmt::format("[{}]:{}", host, port)
                 : fmt::format("{}:{}", host, port);
}

std::string ServerAddress::name() const {
  if (!sentinels.empty()) return fmt::format("{} (Sentinel)", service);
  if (!unix_path.empty()) return unix_path;
  return HostPort{.host = host, .port = port}.name();
}

absl::StatusOr<ServerAddress> ParseServerUrl(std::string_view url,
                                             const Secret& password) {
  ServerAddress address;
  BACKLINKS_RETURN_IF_ERROR(ReadUrls(url, address));
  if (!password.empty()) {
    if (!address.password.empty()) {
      return Invalid("must not have a password if another one is given");
    }
    address.password = password;
  }
  if (!address.user.empty() && address.password.empty()) {
    return Invalid("names a user without a password");
  }
  return address;
}

}  // namespace backlinks::state::redis
