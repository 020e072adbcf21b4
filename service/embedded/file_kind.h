// What a file is that holds no rows, by its first line, for an error message.
#ifndef BACKLINKS_SERVICE_EMBEDDED_FILE_KIND_H_
#define BACKLINKS_SERVICE_EMBEDDED_FILE_KIND_H_

#include <string_view>

namespace backlinks {

// "a PDF document"; a hint to what is expected if the line is just text.
std::string_view DescribeFileKind(std::string_view first_line);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_FILE_KIND_H_
