// What the embedded upstream was asked, and what it would have charged.
//
// Units:   prices in thousandths of what the dialect charges, a row in v2, an
//          API unit in v3: for what the query selects, whether or not all of
//          it reaches the peer.
// Errors:  WriteTo: the file cannot be opened.
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

namespace backlinks {

// The texts are the parameters as they came; "": there was none.
struct AnsweredRequest {
  std::string target;
  std::string where;
  std::string having;
  std::string order_by;
  std::string select;
  int64_t limit = 0;  // After the server's own cap.
  int64_t offset = 0;
  int64_t rows = 0;  // Of the result.
  std::string dialect = "ahrefs_v2";
  std::optional<int64_t> milli_price;  // Nothing: what v2 charges.
};

class Account {
 public:
  // From now on every request is also one JSON object a line at the end of
  // this file, written before its answer begins.
  absl::Status WriteTo(const std::string& path);

  void Add(AnsweredRequest request);
  // False, and not added: its dialect's prices would sum up to more.
  bool AddWithin(AnsweredRequest request, int64_t milli_limit);

  int64_t request_count() const;
  int64_t row_count() const;
  int64_t milli_price() const;  // Of all dialects.
  int64_t milli_price(std::string_view dialect) const;
  // At most 1,000, oldest first.
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

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_ACCOUNT_H_
