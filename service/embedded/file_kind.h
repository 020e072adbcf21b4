// Describes a file that has no rows by its first line, for an error message.
#ifndef BACKLINKS_SERVICE_EMBEDDED_FILE_KIND_H_
#define BACKLINKS_SERVICE_EMBEDDED_FILE_KIND_H_

#include <string_view>

namespace backlinks::embedded {

// Returns, for example, "a PDF document". If the line is just text, returns a
// hint to what is expected.
std::string_view DescribeFileKind(std::string_view first_line);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_FILE_KIND_H_
