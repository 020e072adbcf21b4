#include "client/cpp/output/display_width.h"

#include <utf8proc.h>

#include <algorithm>

#include "service/common/text/terminal_text.h"
#include "service/common/text/utf8.h"

namespace backlinks::output {
namespace {

constexpr utf8proc_int32_t kEmojiStyle = 0xFE0F;
constexpr std::string_view kEllipsis = "…";

struct Cluster {
  std::string text;
  int width = 0;
};

// Private-use and unassigned characters are not harmless, because their width
// is unknown.
bool IsHarmless(utf8proc_int32_t character) {
  const auto category = utf8proc_category(character);
  return !text::ControlsTerminal(character) &&
         category != UTF8PROC_CATEGORY_CO && category != UTF8PROC_CATEGORY_CN;
}

// Reads one cluster after the other.
class ClusterReader {
 public:
  explicit ClusterReader(std::string_view text) : rest_(text) {}

  bool Next(Cluster& cluster) {
    cluster = {};
    while (!rest_.empty()) {
      const size_t size = Peek();
      const bool begins_next =
          !cluster.text.empty() &&
          utf8proc_grapheme_break_stateful(last_, character_, &state_);
      if (begins_next) break;
      Append(rest_.substr(0, size), cluster);
      rest_.remove_prefix(size);
    }
    return !cluster.text.empty();
  }

 private:
  // Sets character_ and returns its size in bytes.
  size_t Peek() {
    const auto size = utf8proc_iterate(
        reinterpret_cast<const utf8proc_uint8_t*>(rest_.data()),
        static_cast<utf8proc_ssize_t>(rest_.size()), &character_);
    if (size > 0 && IsHarmless(character_)) return size;
    const bool is_blank =
        size > 0 && (rest_[0] == '\t' || rest_[0] == '\n' || rest_[0] == '\r');
    character_ = is_blank ? ' ' : 0xFFFD;
    return size > 0 ? size : 1;
  }

  void Append(std::string_view bytes, Cluster& cluster) {
    last_ = character_;
    if (character_ == 0xFFFD) {
      cluster.text += text::kReplacementCharacter;
    } else if (character_ == ' ') {
      cluster.text += ' ';
    } else {
      cluster.text += bytes;
    }
    const int width =
        character_ == kEmojiStyle ? 2 : utf8proc_charwidth(character_);
    cluster.width = std::max(cluster.width, width);
  }

  std::string_view rest_;
  utf8proc_int32_t character_ = 0;
  utf8proc_int32_t last_ = 0;
  utf8proc_int32_t state_ = 0;
};

}  // namespace

int DisplayWidth(std::string_view text) {
  ClusterReader reader(text);
  Cluster cluster;
  int width = 0;
  while (reader.Next(cluster)) width += cluster.width;
  return width;
}

std::string Printable(std::string_view text) {
  ClusterReader reader(text);
  Cluster cluster;
  std::string printable;
  while (reader.Next(cluster)) printable += cluster.text;
  return printable;
}

std::string FitToWidth(std::string_view text, int width, bool right_aligned) {
  ClusterReader reader(text);
  Cluster cluster;
  std::string whole;
  std::string cut;  // The part that is shown if the text is too long.
  int whole_width = 0;
  int cut_width = 0;
  while (whole_width <= width && reader.Next(cluster)) {
    whole += cluster.text;
    whole_width += cluster.width;
    if (whole_width <= width - 1) {
      cut = whole;
      cut_width = whole_width;
    }
  }
  if (whole_width > width) {
    whole = width > 0 ? cut + std::string(kEllipsis) : "";
    whole_width = width > 0 ? cut_width + 1 : 0;
  }
  const std::string blanks(width - whole_width, ' ');
  return right_aligned ? blanks + whole : whole + blanks;
}

}  // namespace backlinks::output
