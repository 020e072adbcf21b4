#include "client/cpp/cli/budget_hint.h"

#include <cstdint>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "backlinks/error_details.h"
#include "client/cpp/cli/price_text.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

// Reads the members of an error's metadata. One that is missing or malformed
// clears `ok`.
struct MetadataReader {
  const std::map<std::string, std::string>& metadata;
  bool ok = true;

  std::string Text(const std::string& key) {
    const auto found = metadata.find(key);
    ok = ok && found != metadata.end();
    return ok ? found->second : "";
  }

  // In UTC, whatever the offset from it.
  std::string Time(const std::string& key) {
    absl::Time time;
    ok = absl::ParseTime(absl::RFC3339_full, Text(key), &time, nullptr) && ok;
    return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
  }

  std::string Amount(const std::string& key) {
    int64_t milli_amount = 0;
    ok = absl::SimpleAtoi(Text(key), &milli_amount) && ok;
    return AmountText(milli_amount);
  }
};

}  // namespace

std::string BudgetHint(const absl::Status& status) {
  const ErrorDetails details = GetErrorDetails(status);
  if (details.reason != v1::CALLER_BUDGET) return "";
  MetadataReader read{details.metadata};
  const std::string period = read.Text("period");
  const std::string used = read.Amount("used_milli");
  const std::string limit = read.Amount("limit_milli");
  const std::string price = read.Amount("request_price_milli");
  const std::string reset = read.Time("reset_time");
  if (!read.ok) return "";
  return fmt::format(
      "budget of the {}: {} of {} are used, the request costs up to {}; resets "
      "{}",
      period, used, limit, price, reset);
}

}  // namespace backlinks::cli
