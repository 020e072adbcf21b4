// Reads one stream with the client library, which resumes by itself when the
// server breaks, and tells row by row what came.
//
// In:     resuming_reader ADDRESS TARGET ROWS
// Out:    for every row a line, at once: a digest of all its cells; at the end
//         on standard error how often the stream resumed.
// Errors: the status of the stream, exit 1.
#include <xxhash.h>

#include <cstdlib>

#include "backlinks/client.h"
#include "fmt/format.h"

namespace {

namespace api = backlinks::v1;

// A server that was killed is away for a while.
constexpr int kAttempts = 200;
// Every resume pays for rows again, and the cap is that of the whole stream.
constexpr int64_t kAnyPrice = 1'000'000'000'000;
constexpr absl::Duration kFirstBackoff = absl::Milliseconds(10);
constexpr absl::Duration kMaxBackoff = absl::Milliseconds(100);

api::StreamRefpagesRequest MakeRequest(const char* target, int64_t rows) {
  api::StreamRefpagesRequest request;
  request.mutable_query()->set_target(target);
  request.mutable_query()->set_mode(api::TARGET_MODE_SUBDOMAINS);
  request.set_row_limit(rows);
  request.mutable_max_price()->set_milli_amount(kAnyPrice);
  return request;
}

void Print(const api::Refpage& row) {
  const std::string cells = row.SerializeAsString();
  const XXH128_hash_t digest = XXH3_128bits(cells.data(), cells.size());
  fmt::print("{:016x}{:016x}\n", digest.high64, digest.low64);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: resuming_reader ADDRESS TARGET ROWS\n");
    return 2;
  }
  backlinks::ClientOptions options;
  options.server = argv[1];
  options.resume.max_attempts = kAttempts;
  options.resume.first_backoff = kFirstBackoff;
  options.resume.max_backoff = kMaxBackoff;
  backlinks::Client client(options);
  backlinks::RefpageStream stream = client.StreamRefpages(
      MakeRequest(argv[2], std::strtoll(argv[3], nullptr, 10)));
  for (const api::Refpage& row : stream) Print(row);
  const absl::Status status = stream.Finish();
  if (!status.ok()) {
    fmt::print(stderr, "resuming_reader: {}\n", status.ToString());
    return 1;
  }
  fmt::print(stderr, "{} resumes\n", stream.resumes());
  return 0;
}
