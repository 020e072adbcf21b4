// Certificates made for a test, as PEM files.
#ifndef BACKLINKS_TESTS_SUPPORT_CERTIFICATE_CERTIFICATES_H_
#define BACKLINKS_TESTS_SUPPORT_CERTIFICATE_CERTIFICATES_H_

#include <openssl/x509.h>

#include <memory>
#include <string>

namespace backlinks::testing_certificate {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

struct Identity {
  std::unique_ptr<EVP_PKEY, FreeKey> key;
  std::unique_ptr<X509, FreeCertificate> certificate;

  // Writes <stem>.key and <stem>.pem.
  void Write(const std::string& stem) const;
};

struct CertificateOptions {
  std::string name;              // The subject's common name.
  std::string alternative_name;  // "DNS:localhost"; "": a CA.
  long valid_from = -7200;       // Seconds from now.
  long valid_to = 7200;
};

// Writes the private key, encrypted by a passphrase.
void WriteEncryptedKey(const Identity& identity, const std::string& path);

// Signed by `issuer`; null: by itself.
Identity MakeIdentity(const CertificateOptions& options,
                      const Identity* issuer);

}  // namespace backlinks::testing_certificate

#endif  // BACKLINKS_TESTS_SUPPORT_CERTIFICATE_CERTIFICATES_H_
