#include "service/state/redis/server_address.h"

#include <sys/un.h>

#include <charconv>
#include <system_error>

#include "absl/status/status.h"
#include "boost/url/parse.hpp"
#include "boost/url/url_view.hpp"
#include "fmt/format.h"

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

absl::Status ReadTcp(const boost::urls::url_view& url, ServerAddress& out) {
  if (url.encoded_host().empty()) return Invalid("names no host");
  if (url.encoded_host().contains('%')) {
    return Invalid("the host must not be percent-encoded");
  }
  if (url.has_query()) return Invalid("must not have a query");
  out.host = url.host_type() == boost::urls::host_type::ipv6
                 ? url.host_ipv6_address().to_string()
                 : url.host();
  if (url.has_port()) {
    out.port = url.port_number();
    if (out.port == 0) return Invalid("needs a port from 1 to 65535");
  }
  std::string path = url.path();
  if (path.empty() || path == "/") return absl::OkStatus();
  return ReadDatabase(std::string_view(path).substr(1), out.database);
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
  if (scheme != "redis" && scheme != "rediss" && scheme != "unix") {
    return Invalid("must begin with redis://, rediss:// or unix://");
  }
  if (!url.has_authority()) return Invalid("needs // after the scheme");
  if (url.has_fragment()) return Invalid("must not have a fragment");
  if (absl::Status status = ReadUser(url, out); !status.ok()) return status;
  out.tls = scheme == "rediss";
  return scheme == "unix" ? ReadUnix(url, out) : ReadTcp(url, out);
}

}  // namespace

std::string ServerAddress::name() const {
  if (!unix_path.empty()) return unix_path;
  const bool is_ipv6 = host.find(':') != host.npos;
  return is_ipv6 ? fmt::format("[{}]:{}", host, port)
                 : fmt::format("{}:{}", host, port);
}

absl::StatusOr<ServerAddress> ParseServerUrl(std::string_view url,
                                             const Secret& password) {
  const auto parsed = boost::urls::parse_uri(url);
  if (parsed.has_error()) {
    return Invalid("is not a URL such as redis://host:6379/0");
  }
  ServerAddress address;
  if (absl::Status status = ReadParts(*parsed, address); !status.ok()) {
    return status;
  }
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
