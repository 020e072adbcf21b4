// Formats rows per host as bars, for a screen of any size.
#ifndef BACKLINKS_CLIENT_CPP_CLI_TOP_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_TOP_TEXT_H_

#include <string>
#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "client/cpp/cli/host_counts.h"

namespace backlinks::cli {

// The progress of a stream.
struct TopState {
  std::string target;
  HostCounts counts;
  v1::StreamProgress progress;
  int64_t rows = 0;
  double seconds = 0;
};

// Returns for example "1234 rows of 56 hosts in 7 s, 176 rows/s".
std::string TopHead(const TopState& state);

// Returns the hosts with the most rows, at most `height` lines of `width`
// cells.
std::vector<std::string> TopBars(const TopState& state, int width, int height);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_TOP_TEXT_H_
