// Counts rows per host, in constant memory.
//
// Space-saving (Metwally, Agrawal, El Abbadi 2005): exact until there are more
// hosts than places. From then on a new host takes over the smallest count, so
// that a count may be too high by at most the number of all rows divided by the
// number of places, and never too low.
// Threads: one at a time.
#ifndef BACKLINKS_CLIENT_CPP_CLI_HOST_COUNTS_H_
#define BACKLINKS_CLIENT_CPP_CLI_HOST_COUNTS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace backlinks::cli {

// Returns the host of a URL, without a port; "-" if it has none.
std::string_view HostOfUrl(std::string_view url);

class HostCounts {
 public:
  struct Entry {
    std::string host;
    int64_t rows = 0;
  };

  explicit HostCounts(size_t places) : places_(places) {}

  void Add(std::string_view host);

  // Returns the hosts with the most rows, sorted by rows descending, then by
  // name.
  std::vector<Entry> Top(size_t count) const;
  bool exact() const { return exact_; }
  size_t size() const { return rows_.size(); }

 private:
  // Removes the host with the fewest rows, and returns their number.
  int64_t ReplaceSmallest();

  const size_t places_;
  bool exact_ = true;
  std::map<std::string, int64_t, std::less<>> rows_;
  std::set<std::pair<int64_t, std::string>> order_;  // Minus rows, host.
};

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_HOST_COUNTS_H_
