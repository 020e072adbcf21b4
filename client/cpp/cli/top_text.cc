#include "client/cpp/cli/top_text.h"

#include <algorithm>
#include <array>

#include "client/cpp/output/display_width.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

constexpr int kMaxHost = 32;  // Cells.
constexpr int kCount = 9;
constexpr int kGaps = 2;
constexpr std::array<std::string_view, 8> kEighths = {"",  "▏", "▎", "▍",
                                                      "▌", "▋", "▊", "▉"};

// Rounds down to an eighth of a cell, but never to 0.
std::string Bar(int64_t rows, int64_t max, int width) {
  const double share = static_cast<double>(rows) / static_cast<double>(max);
  const int eighths = std::max(1, static_cast<int>(share * width * 8));
  std::string bar;
  for (int i = 0; i < eighths / 8; ++i) bar += "█";
  return bar.append(kEighths[eighths % 8]);
}

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
    lines.push_back(
        fmt::format("{} {:>{}} {}", output::FitToWidth(entry.host, host),
                    entry.rows, kCount, Bar(entry.rows, top[0].rows, bar)));
  }
  return lines;
}

}  // namespace backlinks::cli
