#include "service/validate/violations.h"

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "service/common/text/utf8.h"

namespace backlinks::validate {
namespace {

constexpr size_t kMaxKept = 1000;
constexpr size_t kMaxQuoted = 100;  // Bytes.

}  // namespace

void Violations::Add(std::string path, std::string description) {
  if (full()) return;
  violations_.push_back({std::move(path), std::move(description)});
}

bool Violations::full() const { return violations_.size() >= kMaxKept; }

std::string Quote(std::string_view text) {
  std::string_view head = text;
  if (text.size() > kMaxQuoted) {
    size_t size = kMaxQuoted;
    while (size > 0 && (text[size] & 0xC0) == 0x80) --size;
    head = text.substr(0, size);
  }
  const absl::string_view bytes(head.data(), head.size());
  return fmt::format(
      "\"{}\"{}",
      IsUtf8(head) ? absl::Utf8SafeCEscape(bytes) : absl::CHexEscape(bytes),
      head.size() < text.size() ? "…" : "");
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    if (text::ConsumeCharacter(text).code_point < 0) return false;
  }
  return true;
}

}  // namespace backlinks::validate
