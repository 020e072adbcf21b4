#include "client/cpp/output/json_string.h"

#include <bitset>
#include <cstddef>
#include <cstdint>

#include "client/cpp/output/find_byte.h"
#include "service/common/text/terminal_text.h"
#include "service/common/text/utf8.h"

namespace backlinks::output {
namespace {

// A block is the 64 characters whose UTF-8 differs only in its last byte.
constexpr size_t kBlockSize = 64;
constexpr size_t kBlocks = 0x10000 / kBlockSize;
// The first blocks of two and three bytes: earlier ones have a shorter form.
constexpr size_t kFirstOfTwo = 0x80 / kBlockSize;
constexpr size_t kFirstOfThree = 0x800 / kBlockSize;

using Blocks = std::bitset<kBlocks>;

// Returns the blocks without a character that could control a terminal.
Blocks MakeSafeBlocks() {
  Blocks blocks;
  blocks.set();
  for (size_t character = 0; character < kBlocks * kBlockSize; ++character) {
    if (text::ControlsTerminal(static_cast<int32_t>(character))) {
      blocks.reset(character / kBlockSize);
    }
  }
  return blocks;
}

// Returns the low six bits of a byte that continues a character, or a number
// above all blocks.
size_t Continuation(char byte) {
  const auto bits = static_cast<unsigned char>(byte);
  return (bits & 0xC0U) == 0x80 ? bits & 0x3FU : kBlocks;
}

// Returns the size of the character at `place` if it is one of two or three
// bytes in a safe block, or 0. Much faster than decoding it.
size_t SafeCharacterSize(std::string_view text, size_t place) {
  static const Blocks safe = MakeSafeBlocks();
  if (text.size() - place < 3) return 0;
  const auto lead = static_cast<unsigned char>(text[place]);
  const size_t second = Continuation(text[place + 1]);
  if (second == kBlocks) return 0;
  if ((lead & 0xE0U) == 0xC0) {
    const size_t block = lead & 0x1FU;
    return block >= kFirstOfTwo && safe[block] ? 2 : 0;
  }
  const size_t block = (lead & 0xFU) * kBlockSize + second;
  const bool is_three = (lead & 0xF0U) == 0xE0 && block >= kFirstOfThree &&
                        Continuation(text[place + 2]) != kBlocks;
  return is_three && safe[block] ? 3 : 0;
}

// Whether the byte may need an escape; bytes of characters beyond ASCII are
// looked at one character at a time.
constexpr auto kIsSpecial = [](auto byte) {
  return (byte < 0x20) | (byte >= 0x7F) | (byte == '"') | (byte == '\\');
};

void AppendEscape(std::string_view character, std::string& out) {
  switch (character[0]) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += text::TerminalJson(character);
  }
}

}  // namespace

void AppendJsonString(std::string_view text, std::string& out) {
  out += '"';
  size_t begin = 0;  // Of what is not appended yet.
  size_t end = 0;
  while ((end = FindByte(text, end, kIsSpecial)) < text.size()) {
    if (const size_t size = SafeCharacterSize(text, end); size > 0) {
      end += size;
      continue;
    }
    std::string_view rest = text.substr(end);
    const text::Utf8Character character = text::ConsumeCharacter(rest);
    const size_t next = end + character.bytes.size();
    if (text::IsAscii(text[end]) ||
        text::ControlsTerminal(character.code_point)) {
      out += text.substr(begin, end - begin);
      AppendEscape(character.bytes, out);
      begin = next;
    }
    end = next;
  }
  out += text.substr(begin);
  out += '"';
}

}  // namespace backlinks::output
