#include "service/config/upstream_url.h"

#include "absl/status/status.h"
#include "boost/url/parse.hpp"
#include "boost/url/url_view.hpp"
#include "service/common/proxy/loopback.h"

namespace backlinks::config {
namespace {

absl::Status CheckParts(const boost::urls::url_view& url) {
  if (url.scheme_id() != boost::urls::scheme::http &&
      url.scheme_id() != boost::urls::scheme::https) {
    return absl::InvalidArgumentError("must begin with http:// or https://");
  }
  if (url.has_userinfo()) {
    return absl::InvalidArgumentError("must not contain user information");
  }
  if (url.encoded_host().empty()) {
    return absl::InvalidArgumentError("names no host");
  }
  if (url.has_query() || url.has_fragment()) {
    return absl::InvalidArgumentError("must not have a query or a fragment");
  }
  if (url.has_port() && url.port_number() == 0) {
    return absl::InvalidArgumentError("needs a port from 1 to 65535");
  }
  return absl::OkStatus();
}

std::string HostOf(const boost::urls::url_view& url) {
  if (url.host_type() == boost::urls::host_type::ipv6) {
    return url.host_ipv6_address().to_string();
  }
  return url.host();
}

// Returns the path with a slash at both ends, so that paths can be appended.
std::string BasePath(std::string_view path) {
  std::string base(path);
  if (base.empty() || base.back() != '/') base += '/';
  return base;
}

}  // namespace

bool UpstreamUrl::IsLoopback() const { return IsLoopbackHost(host); }

absl::StatusOr<UpstreamUrl> ParseUpstreamUrl(std::string_view text) {
  const auto parsed = boost::urls::parse_uri(text);
  if (parsed.has_error()) {
    return absl::InvalidArgumentError("is not an absolute URL");
  }
  const boost::urls::url_view& url = *parsed;
  if (absl::Status status = CheckParts(url); !status.ok()) return status;
  UpstreamUrl result;
  result.tls = url.scheme_id() == boost::urls::scheme::https;
  result.host = HostOf(url);
  result.port = result.tls ? 443 : 80;
  if (url.has_port()) result.port = url.port_number();
  result.path = BasePath(std::string(url.encoded_path()));
  return result;
}

}  // namespace backlinks::config
