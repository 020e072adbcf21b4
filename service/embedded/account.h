// Records the requests to the embedded upstream, and what it would charge.
//
// Units:   prices are in thousandths of the dialect's unit, a row in v2 and an
//          API unit in v3. A request is charged for all that the query selects,
//          whether or not the peer receives all of it.
// Errors:  WriteTo fails if the file cannot be opened.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_EMBEDDED_ACCOUNT_H_
#define BACKLINKS_SERVICE_EMBEDDED_ACCOUNT_H_

#include <cstdint>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace backlinks::embedded {

// The texts are the parameters as received. Empty if there was none.
struct AnsweredRequest {
  std::string target;
  std::string where;
  std::string having;
  std::string order_by;
  std::string select;
  int64_t limit = 0;  // After the cap of the upstream.
  int64_t offset = 0;
  int64_t rows = 0;  // The rows of the result.
  std::string dialect = "ahrefs_v2";
  std::optional<int64_t> milli_price;  // Empty for the price in v2.
};

class Account {
 public:
  // Also appends each following request to this file, as one line with a JSON
  // object. The line is written before the response begins.
  absl::Status WriteTo(const std::string& path);

  void Add(AnsweredRequest request);
  // Adds the request unless the total price of its dialect would exceed the
  // limit. Returns whether the request was added.
  bool AddWithin(AnsweredRequest request, int64_t milli_limit);

  int64_t request_count() const;
  int64_t row_count() const;
  int64_t milli_price() const;  // The total of all dialects.
  int64_t milli_price(std::string_view dialect) const;
  // Returns the latest requests, oldest first; 1,000 is the maximum.
  std::vector<AnsweredRequest> latest() const;

 private:
  static constexpr size_t kMaxLatest = 1000;

  void AddLocked(AnsweredRequest request);
  int64_t MilliPriceLocked(std::string_view dialect) const;

  mutable std::mutex mutex_;
  int64_t request_count_ = 0;
  int64_t row_count_ = 0;
  std::map<std::string, int64_t, std::less<>> milli_prices_;  // By dialect.
  std::vector<AnsweredRequest> latest_;
  std::ofstream file_;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_ACCOUNT_H_
