// An upstream in memory, which any number of exchanges ask, on any thread.
#ifndef BACKLINKS_TESTS_CACHE_FAKE_ORIGIN_H_
#define BACKLINKS_TESTS_CACHE_FAKE_ORIGIN_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/exchange/http_exchange.h"

namespace backlinks::cache::testing_cache {

struct Answer {
  absl::Status error;  // Instead of a head.
  ResponseHead head{200, {{"content-type", "application/json"}}};
  std::vector<std::string> pieces;
  absl::Status end;             // After the pieces.
  bool hangs = false;           // Instead of an end, until it is cancelled.
  bool hangs_at_once = false;   // Instead of a head.
  bool throws = false;          // Instead of a head.
  bool ended_by_close = false;  // As HttpResponse.
};

// The page that the default answer has, cut into pieces. Ends with "}".
Answer PageAnswer(const std::string& body, size_t piece_bytes = 10);

class FakeOrigin {
 public:
  // Called for each request, with its number from 0. Any thread.
  using Respond = std::function<Answer(const HttpRequest&, int)>;

  explicit FakeOrigin(Respond respond) : respond_(std::move(respond)) {}

  std::unique_ptr<exchange::HttpExchange> Connect();
  Answer Ask(const HttpRequest& request);

  // Pauses before each step of an answer. Zero: lets other handlers run.
  absl::Duration pace;

  // Requests so far.
  int sends() const { return sends_; }
  // Sends and responses that have not ended. Pieces that were read.
  std::atomic<int> open = 0;
  std::atomic<int> read_pieces = 0;

 private:
  const Respond respond_;
  std::atomic<int> sends_ = 0;
};

// A page is good if it ends with "}" and has status 200.
bool EndsWithBrace(const ResponseHead& head, std::string_view body);

}  // namespace backlinks::cache::testing_cache

#endif  // BACKLINKS_TESTS_CACHE_FAKE_ORIGIN_H_
