// Parses certificates and private keys in PEM, and checks that TLS can use
// them.
//
// Errors:  INVALID_ARGUMENT with what is wrong, never with the content:
//          "contains no certificate in PEM".
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_COMMON_PEM_PEM_H_
#define BACKLINKS_SERVICE_COMMON_PEM_PEM_H_

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace backlinks {

struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using CertificatePtr = std::unique_ptr<X509, FreeCertificate>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeKey>;

// Returns all certificates of the text, at least one.
absl::StatusOr<std::vector<CertificatePtr>> ParseCertificates(
    std::string_view pem);

// Returns the first private key of the text. Encrypted keys are rejected.
absl::StatusOr<KeyPtr> ParsePrivateKey(std::string_view pem);

// Returns OK if TLS can use the certificate with the key: they belong together,
// and OpenSSL accepts the strength of both. The message is about the
// certificate: "does not belong to the private key".
absl::Status CheckPair(X509& certificate, EVP_PKEY& key);

// Returns the end of the certificate's validity.
absl::Time NotAfter(const X509& certificate);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_PEM_PEM_H_
