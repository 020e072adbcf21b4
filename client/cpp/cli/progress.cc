#include "client/cpp/cli/progress.h"

#include <string_view>

#include "fmt/format.h"

namespace backlinks::cli {
namespace {

constexpr auto kRedrawPause = std::chrono::milliseconds(100);
constexpr std::string_view kEraseLine = "\r\x1b[K";

}  // namespace

void Progress::Before(const v1::StreamRefpagesResponse& message) {
  if (console_.out.is_terminal() && message.refpages_size() > 0) Erase();
}

void Progress::After(const v1::StreamRefpagesResponse& message) {
  if (!console_.err.is_terminal() || message.has_summary()) return;
  if (console_.out.is_terminal() && message.refpages_size() > 0) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < kRedrawPause) return;
  shown_ = now;
  visible_ = true;
  const v1::StreamProgress& progress = message.progress();
  console_.err.WriteRaw(fmt::format("{}{}/{} rows", kEraseLine,
                                    progress.sent_row_count(),
                                    progress.scanned_row_count()));
}

void Progress::Erase() {
  if (visible_) console_.err.WriteRaw(kEraseLine);
  visible_ = false;
}

}  // namespace backlinks::cli
