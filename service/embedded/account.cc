#include "service/embedded/account.h"

#include <utility>

#include "fmt/format.h"
#include "service/embedded/row_format.h"

namespace backlinks {
namespace {

int64_t MilliPriceOf(const AnsweredRequest& request) {
  return 1000 + 200 * request.rows + (request.where.empty() ? 0 : 5000) +
         (request.having.empty() ? 0 : 5000);
}

std::string ToLine(const AnsweredRequest& request) {
  return fmt::format(
      R"({{"target":{},"where":{},"having":{},"order_by":{},"select":{},)"
      R"("limit":{},"offset":{},"rows":{},"milli_price":{}}})"
      "\n",
      JsonText(request.target), JsonText(request.where),
      JsonText(request.having), JsonText(request.order_by),
      JsonText(request.select), request.limit, request.offset, request.rows,
      MilliPriceOf(request));
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
  ++request_count_;
  row_count_ += request.rows;
  milli_price_ += MilliPriceOf(request);
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
  return milli_price_;
}

std::vector<AnsweredRequest> Account::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

}  // namespace backlinks
