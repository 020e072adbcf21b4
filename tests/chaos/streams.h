// Streams as a client without any resume of its own sees them.
#ifndef BACKLINKS_TESTS_CHAOS_STREAMS_H_
#define BACKLINKS_TESTS_CHAOS_STREAMS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "tests/chaos/server_fixture.h"

namespace backlinks::chaos {

struct Outcome {
  absl::Status status;
  std::vector<int64_t> ranks;       // ahrefs_rank of every row; -1: absent.
  std::vector<std::string> urls;    // url_from of every row that has it.
  std::vector<std::string> tokens;  // Of every message.
  std::vector<size_t> rows_until_token;  // How many rows came up to each.
  v1::StreamSummary summary;             // Empty: none came.
};

// A stream of the first `rows` rows of a target, ahrefs_rank alone.
v1::StreamRefpagesRequest RequestFor(std::string target, int64_t rows);

Outcome RunStream(ServerFixture& server,
                  const v1::StreamRefpagesRequest& request,
                  absl::Duration timeout = absl::Seconds(60));

// Runs streams 0 to count - 1, `at_once` of them at a time; `judge` is called
// for one at a time.
void RunStreams(
    ServerFixture& server, size_t count, size_t at_once,
    const std::function<v1::StreamRefpagesRequest(size_t)>& make_request,
    const std::function<void(size_t, const Outcome&)>& judge);

// 0, 1, … up to end.
std::vector<int64_t> Count(int64_t end);

}  // namespace backlinks::chaos

#endif  // BACKLINKS_TESTS_CHAOS_STREAMS_H_
