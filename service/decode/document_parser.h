// Decodes a page with Boost.JSON's parser, whatever is in it. Rows that were
// read in another way can be passed in between.
//
// Errors: as PageDecoder. After the first error nothing may be called but
//         status() and the accessors.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_DOCUMENT_PARSER_H_
#define BACKLINKS_SERVICE_DECODE_DOCUMENT_PARSER_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "boost/json/basic_parser.hpp"
#include "boost/system/error_code.hpp"
#include "service/decode/page_decoder.h"
#include "service/decode/page_handler.h"
#include "service/decode/surrogate_repairer.h"

namespace backlinks::decode {

class DocumentParser {
 public:
  // Both must outlive the parser.
  DocumentParser(const DecodeOptions& options, RowSink& sink);

  // Parses the next bytes of the document.
  absl::Status Feed(std::string_view bytes);
  // Passes a row that takes the next `size` bytes, with what separates it from
  // the row before, to the sink. Only while is_between_rows().
  absl::Status PassRow(const Row& row, size_t size);
  absl::Status Finish();

  // Skips bytes that do not belong to the document.
  void SkipBytes(size_t size) { offset_ += static_cast<int64_t>(size); }
  // Sets the error for a problem at a byte of the document.
  absl::Status Fail(std::string_view problem, int64_t at);

  // Whether all bytes were parsed up to the end of a row, or to the beginning
  // of the rows.
  bool is_between_rows() const { return handler().is_between_rows(); }
  // Whether a row has been parsed or passed.
  bool has_row() const { return handler().row_count() > 0; }

  const PageHandler& handler() const { return parser_.handler(); }
  const absl::Status& status() const { return status_; }  // The first error.

 private:
  absl::Status Parse(std::string_view bytes, bool more);
  absl::Status WhyStopped(const boost::system::error_code& error, size_t used);
  // Lets the parser see an element where the first row is.
  absl::Status ParseNull();

  const DecodeOptions& options_;
  boost::json::basic_parser<PageHandler> parser_;
  SurrogateRepairer repairer_;
  int64_t offset_ = 0;  // The document offset of the parser's next byte.
  absl::Status status_;
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_DOCUMENT_PARSER_H_
