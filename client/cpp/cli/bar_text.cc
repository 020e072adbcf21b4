#include "client/cpp/cli/bar_text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace backlinks::cli {
namespace {

constexpr std::array<std::string_view, 8> kEighths = {"",  "▏", "▎", "▍",
                                                      "▌", "▋", "▊", "▉"};

}  // namespace

std::string BarText(double share, int width) {
  if (!(share > 0)) return "";
  const int eighths =
      std::max(1, static_cast<int>(std::min(share, 1.0) * width * 8));
  std::string bar;
  for (int i = 0; i < eighths / 8; ++i) bar += "█";
  return bar.append(kEighths[eighths % 8]);
}

}  // namespace backlinks::cli
