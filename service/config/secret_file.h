// Reads secrets: the token that authenticates us at the upstream, the key that
// authenticates our own tokens.
//
// Limits: white space around a secret is taken off; then 4 KiB.
// Errors: INVALID_ARGUMENT with what is wrong, never with the content: the
//         file cannot be read, or holds nothing, too much, too little or bytes
//         that no such secret has.
#ifndef BACKLINKS_SERVICE_CONFIG_SECRET_FILE_H_
#define BACKLINKS_SERVICE_CONFIG_SECRET_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "service/model/http_message.h"

namespace backlinks {

// What one kind of secret may be.
struct SecretForm {
  std::string_view noun;  // "token"
  size_t min_bytes = 1;
  bool is_word = true;  // Printable ASCII without blanks; else any bytes.
};

absl::StatusOr<Secret> CheckSecret(const SecretForm& form,
                                   std::string_view text);

absl::StatusOr<Secret> ReadSecretFile(const SecretForm& form,
                                      const std::string& path);

// Whether users other than the owner and the group may read the file.
bool IsWorldReadable(const std::string& path);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_SECRET_FILE_H_
