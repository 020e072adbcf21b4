#include "service/common/proxy/proxy_bypass.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "service/common/proxy/loopback.h"

namespace backlinks {
namespace {

constexpr int kByteBits = 8;

// The bytes of a numeric address, in network order.
struct NumericAddress {
  std::array<uint8_t, sizeof(in6_addr)> bytes{};
  int size = 0;
};

std::optional<NumericAddress> ParseAddress(std::string_view host) {
  const std::string text(host);
  NumericAddress address;
  // A C string would end at the first NUL.
  if (text.find('\0') != text.npos) return std::nullopt;
  if (inet_pton(AF_INET, text.c_str(), address.bytes.data()) == 1) {
    address.size = sizeof(in_addr);
    return address;
  }
  if (inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1) {
    address.size = sizeof(in6_addr);
    return address;
  }
  return std::nullopt;
}

// The prefix length of `network` ("ADDRESS/BITS" or "ADDRESS").
std::optional<int> PrefixLength(std::string_view network, int max) {
  const size_t slash = network.find('/');
  if (slash == network.npos) return max;
  const std::string_view text = network.substr(slash + 1);
  const char* const end = text.data() + text.size();
  int bits = 0;
  const auto result = std::from_chars(text.data(), end, bits);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return bits >= 0 && bits <= max ? std::optional(bits) : std::nullopt;
}

bool IsInNetwork(const NumericAddress& address, std::string_view network) {
  const auto base = ParseAddress(network.substr(0, network.find('/')));
  const auto bits = PrefixLength(network, address.size * kByteBits);
  if (!base || base->size != address.size || !bits) return false;
  for (int bit = 0; bit < *bits; ++bit) {
    const int byte = bit / kByteBits;
    const int mask = 0x80 >> (bit % kByteBits);
    if (((address.bytes[byte] ^ base->bytes[byte]) & mask) != 0) return false;
  }
  return true;
}

bool IsListedBy(absl::string_view entry, absl::string_view host) {
  if (entry == "*") return true;
  if (const auto address = ParseAddress({host.data(), host.size()})) {
    return IsInNetwork(*address, {entry.data(), entry.size()});
  }
  if (absl::StartsWith(entry, "*.")) entry.remove_prefix(1);
  if (absl::StartsWith(entry, ".")) entry.remove_prefix(1);
  if (entry.empty() || !absl::EndsWithIgnoreCase(host, entry)) return false;
  const size_t before = host.size() - entry.size();
  return before == 0 || host[before - 1] == '.';
}

// The target without its scheme and authority.
std::string_view WithoutScheme(std::string_view target) {
  for (const std::string_view scheme : {"dns:", "ipv4:", "ipv6:"}) {
    if (target.substr(0, scheme.size()) != scheme) continue;
    target.remove_prefix(scheme.size());
    if (target.substr(0, 2) != "//") return target;
    const size_t path = target.find('/', 2);
    return path == target.npos ? std::string_view() : target.substr(path + 1);
  }
  return target;
}

std::string_view WithoutPort(std::string_view address) {
  if (!address.empty() && address[0] == '[') {
    return address.substr(1, address.find(']') - 1);
  }
  const size_t colon = address.find(':');
  const bool is_ipv6 = colon != address.rfind(':');
  return is_ipv6 ? address : address.substr(0, colon);
}

}  // namespace

bool BypassesProxy(std::string_view target, std::string_view no_proxy) {
  const std::string_view host = WithoutPort(WithoutScheme(target));
  if (IsLoopbackHost(host)) return true;
  if (host.empty()) return false;
  const std::vector<absl::string_view> entries =
      absl::StrSplit(absl::string_view(no_proxy.data(), no_proxy.size()), ',');
  return std::any_of(entries.begin(), entries.end(),
                     [host](absl::string_view entry) {
                       return IsListedBy(absl::StripAsciiWhitespace(entry),
                                         {host.data(), host.size()});
                     });
}

bool BypassesProxyOfEnvironment(std::string_view target) {
  const char* const no_proxy = std::getenv("no_proxy");
  return BypassesProxy(target, no_proxy == nullptr ? "" : no_proxy);
}

}  // namespace backlinks
