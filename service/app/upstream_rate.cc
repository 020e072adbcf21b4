#include "service/app/upstream_rate.h"

#include <string>

#include "fmt/format.h"
#include "service/config/upstream_url.h"
#include "service/rate/state_rate.h"

namespace backlinks::app {
namespace {

constexpr char kV3Upstream[] = "ahrefs_v3";

// The rate limit of an API key, as documented for API v3.
constexpr int kV3RequestsPerMinute = 60;

// Without the key, which may change while servers run.
std::string BucketName(const config::Options& options) {
  const config::UpstreamUrl& url = options.url.value();
  return fmt::format("upstream-rate/{}/{}:{}", options.dialect, url.host,
                     url.port);
}

void LogAvailability(telemetry::CallLog& log, const absl::Status& status) {
  if (status.ok()) {
    log.Log(telemetry::LogLevel::kInfo,
            "the rate of upstream requests is shared again");
  } else {
    log.Log(telemetry::LogLevel::kWarn,
            "the rate of upstream requests is not shared: this server may use "
            "the whole limit",
            {{"error", std::string(status.message())}});
  }
}

}  // namespace

std::optional<exchange::RateLimit> UpstreamRateLimit(
    const config::Options& options) {
  int requests = options.upstream_requests_per_minute;
  if (requests < 0) {
    // The embedded upstream has no rate limit, whatever its dialect.
    requests = options.upstream == kV3Upstream ? kV3RequestsPerMinute : 0;
  }
  if (requests == 0) return std::nullopt;
  return exchange::RateLimit{.requests = requests, .window = absl::Minutes(1)};
}

std::shared_ptr<exchange::SharedRate> MakeSharedRate(
    const config::Options& options,
    const boost::asio::any_io_executor& executor, state::SharedState& state,
    telemetry::CallLog& log) {
  const auto limit = UpstreamRateLimit(options);
  if (!limit || options.is_embedded() || options.state_location.in_memory()) {
    return nullptr;
  }
  return std::make_shared<rate::StateRate>(
      executor, state,
      rate::StateRateOptions{
          .name = BucketName(options),
          .limit = *limit,
          .on_availability = [&log](const absl::Status& status) {
            LogAvailability(log, status);
          }});
}

}  // namespace backlinks::app
