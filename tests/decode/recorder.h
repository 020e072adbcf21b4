// Decodes a document in given pieces and writes down all that came of it, so
// that two ways of decoding can be compared as texts.
#ifndef BACKLINKS_TESTS_DECODE_RECORDER_H_
#define BACKLINKS_TESTS_DECODE_RECORDER_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/decode/page_decoder.h"

namespace backlinks::decode::decode_testing {

// One line a row ("title=a;ahrefs_rank=21"; with its text, if it has some:
// "21'20.5'"), then "malformed title:1", the error's text, and the status with
// its byte offset.
std::string Decode(const std::vector<std::string_view>& pieces,
                   DecodeOptions options);
std::string Decode(std::string_view document, DecodeOptions options);

// All columns, those of v2, from the member "refpages".
DecodeOptions AllOptions();

std::string RowText(const Row& row);

}  // namespace backlinks::decode::decode_testing

#endif  // BACKLINKS_TESTS_DECODE_RECORDER_H_
