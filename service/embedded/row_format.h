// Formats the rows of a statement as in v2: JSON or XML.
#ifndef BACKLINKS_SERVICE_EMBEDDED_ROW_FORMAT_H_
#define BACKLINKS_SERVICE_EMBEDDED_ROW_FORMAT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/common/column/column.h"
#include "service/embedded/database.h"

namespace backlinks::embedded {

class RowFormat {
 public:
  virtual ~RowFormat() = default;
  virtual std::string_view content_type() const = 0;
  virtual std::string_view head() const = 0;
  virtual std::string_view tail() const = 0;
  // Appends a row. The columns of the statement are `select`, in that order.
  virtual void AppendRow(const Statement& row, bool first,
                         std::string& out) const = 0;
  // Returns a complete document with an error.
  virtual std::string Error(std::string_view text) const = 0;
};

std::unique_ptr<RowFormat> MakeRowFormat(
    bool xml, const std::vector<const Column*>& select);

// Appends the text as a JSON string, with quotes.
void AppendJsonText(std::string_view text, std::string& out);
std::string JsonText(std::string_view text);

void AppendNumber(int64_t number, std::string& out);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_ROW_FORMAT_H_
