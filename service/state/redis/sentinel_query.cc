#include "service/state/redis/sentinel_query.h"

#include <charconv>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/state/redis/server_error.h"

namespace backlinks::state::redis {
namespace {

constexpr size_t kMaxHostBytes = 255;

bool IsHost(std::string_view text) {
  if (text.empty() || text.size() > kMaxHostBytes) return false;
  for (const char c : text) {
    if (c <= ' ' || c > '~') return false;
  }
  return true;
}

// Returns 0 if it is no port.
uint16_t ReadPort(std::string_view text) {
  uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, port);
  return error == std::errc() && rest == end ? port : 0;
}

absl::Status ToSentinelStatus(std::string_view error) {
  if (error.find("unknown command") != error.npos) {
    return absl::UnavailableError("it is not a Sentinel");
  }
  return ToStatus(error);
}

}  // namespace

Command MasterQuery(std::string_view service) {
  return {"SENTINEL", "get-master-addr-by-name", std::string(service)};
}

bool AsksForLogin(const Reply& reply) {
  return reply.is_error() && reply.text.starts_with("NOAUTH");
}

absl::StatusOr<HostPort> ReadMaster(std::string_view service,
                                    const Reply& reply) {
  if (reply.is_error()) return ToSentinelStatus(reply.text);
  if (reply.is_nil()) {
    return absl::UnavailableError(
        fmt::format("it knows no service {}", service));
  }
  if (!reply.is_array(2) || !reply.elements[0].is_string() ||
      !reply.elements[1].is_string()) {
    return absl::UnavailableError("it does not respond like a Sentinel");
  }
  HostPort master = {.host = reply.elements[0].text,
                     .port = ReadPort(reply.elements[1].text)};
  if (!IsHost(master.host) || master.port == 0) {
    return absl::UnavailableError("its address of the master is invalid");
  }
  return master;
}

}  // namespace backlinks::state::redis
