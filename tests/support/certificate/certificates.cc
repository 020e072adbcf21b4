#include "tests/support/certificate/certificates.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdio>

namespace backlinks::testing_certificate {
namespace {

constexpr long kVersion3 = 2;

void Extend(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* const extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

template <typename WriteTo>
void WriteFile(const std::string& path, const WriteTo& write_to) {
  FILE* const file = std::fopen(path.c_str(), "wb");
  write_to(file);
  std::fclose(file);
}

}  // namespace

void Identity::Write(const std::string& stem) const {
  WriteFile(stem + ".key", [this](FILE* file) {
    PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr,
                         nullptr);
  });
  WriteFile(stem + ".pem",
            [this](FILE* file) { PEM_write_X509(file, certificate.get()); });
}

void WriteEncryptedKey(const Identity& identity, const std::string& path) {
  WriteFile(path, [&identity](FILE* file) {
    unsigned char passphrase[] = "passphrase";
    PEM_write_PKCS8PrivateKey(file, identity.key.get(), EVP_aes_128_cbc(),
                              reinterpret_cast<char*>(passphrase),
                              sizeof(passphrase) - 1, nullptr, nullptr);
  });
}

Identity MakeIdentity(const CertificateOptions& options,
                      const Identity* issuer) {
  static std::atomic<long> serial = 1;
  Identity made;
  made.key.reset(EVP_EC_gen("P-256"));
  made.certificate.reset(X509_new());
  X509* const certificate = made.certificate.get();
  X509_set_version(certificate, kVersion3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), options.valid_from);
  X509_gmtime_adj(X509_getm_notAfter(certificate), options.valid_to);
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME* const name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(
      name, "CN", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char*>(options.name.c_str()), -1, -1, 0);
  X509_set_issuer_name(
      certificate,
      issuer ? X509_get_subject_name(issuer->certificate.get()) : name);
  if (options.alternative_name.empty()) {
    Extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
  } else {
    Extend(certificate, NID_subject_alt_name, options.alternative_name);
  }
  X509_sign(certificate, issuer ? issuer->key.get() : made.key.get(),
            EVP_sha256());
  return made;
}

}  // namespace backlinks::testing_certificate
