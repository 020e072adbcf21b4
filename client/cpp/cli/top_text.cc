#include "client/cpp/cli/top_text.h"

#include <algorithm>

#include "client/cpp/cli/bar_text.h"
#include "client/cpp/output/display_width.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

constexpr int kMaxHost = 32;  // Cells.
constexpr int kCount = 9;
constexpr int kGaps = 2;

}  // namespace

std::string TopHead(const TopState& state) {
  const int64_t rate =
      state.seconds > 0 ? static_cast<int64_t>(static_cast<double>(state.rows) /
                                               state.seconds)
                        : state.rows;
  std::string text =
      fmt::format("{} rows of {}{} hosts in {:.0f} s, {} rows/s", state.rows,
                  state.counts.exact() ? "" : "more than ", state.counts.size(),
                  state.seconds, rate);
  const int64_t all = state.progress.estimated_row_count();
  if (all > 0) {
    text += fmt::format(
        ", {}% of {} scanned",
        std::min<int64_t>(100, state.progress.scanned_row_count() * 100 / all),
        all);
  }
  return text;
}

std::vector<std::string> TopBars(const TopState& state, int width, int height) {
  const auto top = state.counts.Top(std::max(height, 0));
  const int host = std::clamp((width - kCount - kGaps) / 2, 1, kMaxHost);
  const int bar = std::max(width - host - kCount - kGaps, 1);
  std::vector<std::string> lines;
  lines.reserve(top.size());
  for (const auto& entry : top) {
    const double share =
        static_cast<double>(entry.rows) / static_cast<double>(top[0].rows);
    lines.push_back(fmt::format("{} {:>{}} {}",
                                output::FitToWidth(entry.host, host),
                                entry.rows, kCount, BarText(share, bar)));
  }
  return lines;
}

}  // namespace backlinks::cli
