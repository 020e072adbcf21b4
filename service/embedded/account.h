// What the embedded upstream was asked, and what it would have charged.
//
// Units:   prices in thousandths of a row, as v2 charged.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_EMBEDDED_ACCOUNT_H_
#define BACKLINKS_SERVICE_EMBEDDED_ACCOUNT_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace backlinks {

struct AnsweredRequest {
  std::string target;
  std::string where;
  std::string having;
  int64_t limit = 0;
  int64_t offset = 0;
  int64_t rows = 0;  // Sent.
};

class Account {
 public:
  void Add(AnsweredRequest request) {
    const std::lock_guard lock(mutex_);
    ++request_count_;
    row_count_ += request.rows;
    milli_price_ += 1000 + 200 * request.rows +
                    (request.where.empty() ? 0 : 5000) +
                    (request.having.empty() ? 0 : 5000);
    if (latest_.size() == kMaxLatest) latest_.erase(latest_.begin());
    latest_.push_back(std::move(request));
  }

  int64_t request_count() const {
    const std::lock_guard lock(mutex_);
    return request_count_;
  }
  int64_t row_count() const {
    const std::lock_guard lock(mutex_);
    return row_count_;
  }
  int64_t milli_price() const {
    const std::lock_guard lock(mutex_);
    return milli_price_;
  }
  // At most 1,000, oldest first.
  std::vector<AnsweredRequest> latest() const {
    const std::lock_guard lock(mutex_);
    return latest_;
  }

 private:
  static constexpr size_t kMaxLatest = 1000;
  mutable std::mutex mutex_;
  int64_t request_count_ = 0;
  int64_t row_count_ = 0;
  int64_t milli_price_ = 0;
  std::vector<AnsweredRequest> latest_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_ACCOUNT_H_
