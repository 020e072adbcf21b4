// Reads every row of one stream by the public client library.
//
// In:     row_client ADDRESS ROWS.
// Out:    one JSON line: rows, characters (of the column url_from of all rows),
//         seconds, first_ms (the first row).
// Errors: the status of the stream, exit 1.
#include <chrono>
#include <cstdint>
#include <cstdlib>

#include "backlinks/client.h"
#include "fmt/format.h"

namespace {

namespace api = backlinks::v1;
using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: row_client ADDRESS ROWS\n");
    return 2;
  }
  const auto start = Clock::now();
  api::StreamRefpagesRequest request;
  request.mutable_query()->set_target("bench.example");
  request.mutable_query()->set_mode(api::TARGET_MODE_SUBDOMAINS);
  request.set_row_limit(std::strtoll(argv[2], nullptr, 10));
  request.mutable_max_price()->set_milli_amount(1'000'000'000'000);
  backlinks::Client client({.server = argv[1]});
  backlinks::RefpageStream stream = client.StreamRefpages(request);
  int64_t rows = 0;
  uint64_t characters = 0;
  double first_ms = 0;
  for (const api::Refpage& row : stream) {
    if (rows++ == 0) first_ms = SecondsSince(start) * 1000;
    characters += row.url_from().size();
  }
  const absl::Status status = stream.Finish();
  if (!status.ok()) {
    fmt::print(stderr, "row_client: {}\n", status.ToString());
    return 1;
  }
  fmt::print(
      "{{\"rows\": {}, \"characters\": {}, \"seconds\": {:.6f}, \"first_ms\": "
      "{:.3f}}}\n",
      rows, characters, SecondsSince(start), first_ms);
  return 0;
}
