#include "service/embedded/account.h"

#include <utility>

#include "fmt/format.h"
#include "service/embedded/row_format.h"

namespace backlinks::embedded {
namespace {

int64_t MilliPriceOf(const AnsweredRequest& request) {
  if (request.milli_price) return *request.milli_price;
  return 1000 + 200 * request.rows + (request.where.empty() ? 0 : 5000) +
         (request.having.empty() ? 0 : 5000);
}

// Lines of v2 have no such member: their readers are older than v3.
std::string DialectMember(const AnsweredRequest& request) {
  return request.dialect == "ahrefs_v2"
             ? ""
             : fmt::format(R"(,"dialect":{})", JsonText(request.dialect));
}

std::string ToLine(const AnsweredRequest& request) {
  return fmt::format(
      R"({{"target":{},"where":{},"having":{},"order_by":{},"select":{},)"
      R"("limit":{},"offset":{},"rows":{},"milli_price":{}{}}})"
      "\n",
      JsonText(request.target), JsonText(request.where),
      JsonText(request.having), JsonText(request.order_by),
      JsonText(request.select), request.limit, request.offset, request.rows,
      MilliPriceOf(request), DialectMember(request));
}

}  // namespace

absl::Status Account::WriteTo(const std::string& path) {
  const std::lock_guard lock(mutex_);
  file_.open(path, std::ios::app | std::ios::binary);
  if (file_.is_open()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      fmt::format("{}: cannot be opened for writing", path));
}

void Account::Add(AnsweredRequest request) {
  const std::lock_guard lock(mutex_);
  AddLocked(std::move(request));
}

bool Account::AddWithin(AnsweredRequest request, int64_t milli_limit) {
  const std::lock_guard lock(mutex_);
  const int64_t left = milli_limit - MilliPriceLocked(request.dialect);
  if (MilliPriceOf(request) > left) return false;
  AddLocked(std::move(request));
  return true;
}

void Account::AddLocked(AnsweredRequest request) {
  ++request_count_;
  row_count_ += request.rows;
  milli_prices_[request.dialect] += MilliPriceOf(request);
  if (file_.is_open()) file_ << ToLine(request) << std::flush;
  if (latest_.size() == kMaxLatest) latest_.erase(latest_.begin());
  latest_.push_back(std::move(request));
}

int64_t Account::request_count() const {
  const std::lock_guard lock(mutex_);
  return request_count_;
}

int64_t Account::row_count() const {
  const std::lock_guard lock(mutex_);
  return row_count_;
}

int64_t Account::milli_price() const {
  const std::lock_guard lock(mutex_);
  int64_t sum = 0;
  for (const auto& [dialect, price] : milli_prices_) sum += price;
  return sum;
}

int64_t Account::milli_price(std::string_view dialect) const {
  const std::lock_guard lock(mutex_);
  return MilliPriceLocked(dialect);
}

int64_t Account::MilliPriceLocked(std::string_view dialect) const {
  const auto it = milli_prices_.find(dialect);
  return it == milli_prices_.end() ? 0 : it->second;
}

std::vector<AnsweredRequest> Account::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

}  // namespace backlinks::embedded
