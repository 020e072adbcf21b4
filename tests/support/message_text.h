// A message as text to compare. DebugString is for people alone: from Protobuf
// 26 on, it begins with words that differ from process to process.
#ifndef BACKLINKS_TESTS_SUPPORT_MESSAGE_TEXT_H_
#define BACKLINKS_TESTS_SUPPORT_MESSAGE_TEXT_H_

#include <string>

#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"

namespace backlinks::testing_support {

// In text format, in one line.
inline std::string MessageText(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  printer.PrintToString(message, &text);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace backlinks::testing_support

#endif  // BACKLINKS_TESTS_SUPPORT_MESSAGE_TEXT_H_
