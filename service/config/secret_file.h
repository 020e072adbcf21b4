// Reads secrets: the token that authenticates the server to the upstream, and
// the key that authenticates the server's own tokens.
//
// Limits: 4 KiB, without the white space around a secret, which is removed.
// Errors: INVALID_ARGUMENT with what is wrong, never with the content: the
//         file cannot be read, or its content is empty, too long, too short or
//         has bytes that such a secret cannot have.
#ifndef BACKLINKS_SERVICE_CONFIG_SECRET_FILE_H_
#define BACKLINKS_SERVICE_CONFIG_SECRET_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "service/common/file/small_file.h"
#include "service/model/http_message.h"

namespace backlinks::config {

// The constraints on one kind of secret.
struct SecretForm {
  std::string_view noun;  // "token"
  size_t min_bytes = 1;
  bool is_word = true;  // Printable ASCII without blanks. False: any bytes.
};

absl::StatusOr<Secret> CheckSecret(const SecretForm& form,
                                   std::string_view text);

absl::StatusOr<Secret> ReadSecretFile(const SecretForm& form,
                                      const std::string& path,
                                      FileKind kind = FileKind::kAny);

// Returns whether users other than the owner and the group may read the file.
bool IsWorldReadable(const std::string& path);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_SECRET_FILE_H_
