#include "service/embedded/file_kind.h"

#include <array>

#include "service/decode/utf8.h"

namespace backlinks::embedded {
namespace {

struct FileKind {
  std::string_view magic;
  std::string_view name;
};
constexpr std::array kFileKinds = {
    FileKind{"PK\x03\x04",
             "a ZIP archive, as Excel workbooks are; save as CSV"},
    FileKind{"\xD0\xCF\x11\xE0", "an old Excel workbook; save as CSV"},
    FileKind{"SQLite format 3", "an SQLite database"},
    FileKind{"PAR1", "a Parquet file"},
    FileKind{"ARROW1", "an Arrow file"},
    FileKind{"%PDF-", "a PDF document"},
    FileKind{"<", "an HTML or XML document"},
    FileKind{"[", "a JSON array; write one object a line"},
};

}  // namespace

std::string_view DescribeFileKind(std::string_view first_line) {
  for (const FileKind& kind : kFileKinds) {
    if (first_line.starts_with(kind.magic)) return kind.name;
  }
  if (!decode::ValidUtf8(first_line) ||
      first_line.find('\0') != std::string_view::npos) {
    return "a binary file";
  }
  return "text whose first line is no JSON object and has no heading "
         "\"Target URL\", \"Link URL\" or url_to";
}

}  // namespace backlinks::embedded
