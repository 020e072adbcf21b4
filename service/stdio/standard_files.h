// Standard output and standard error of this process.
#ifndef BACKLINKS_SERVICE_STDIO_STANDARD_FILES_H_
#define BACKLINKS_SERVICE_STDIO_STANDARD_FILES_H_

#include <string_view>

#include "absl/status/status.h"
#include "service/common/stdio/output_file.h"

namespace backlinks {

// Must be called first in main. Ignores SIGPIPE, so that a write reports EPIPE,
// and reserves those of the descriptors 0 to 2 that are closed, so that no
// socket or file gets their numbers; reading and writing them still fails.
void PrepareStandardFiles();

OutputFile StandardOutput();
OutputFile StandardError();

// Writes the complete output of a program. Returns OK also if the reader has
// closed its end.
absl::Status PrintOutput(std::string_view text);

// Writes "program: message" and a line feed to standard error.
void PrintError(std::string_view program, std::string_view message);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STDIO_STANDARD_FILES_H_
