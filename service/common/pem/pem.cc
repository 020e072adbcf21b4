#include "service/common/pem/pem.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <ctime>
#include <string>
#include <utility>

#include "fmt/format.h"

namespace backlinks {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using BioPtr = std::unique_ptr<BIO, FreeBio>;

BioPtr OpenText(std::string_view text) {
  ERR_clear_error();
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Whether the last error is that the text has no further PEM block.
bool IsAtEnd() {
  const unsigned long error = ERR_peek_last_error();
  return ERR_GET_LIB(error) == ERR_LIB_PEM &&
         ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

// Returns the reason of OpenSSL's last error: "ee key too small".
std::string LastReason() {
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  std::string text = reason == nullptr ? "unknown error" : reason;
  ERR_clear_error();
  return text;
}

// Without it, OpenSSL would ask for the passphrase on the terminal.
int HasNoPassphrase(char* /*buffer*/, int /*size*/, int /*writing*/,
                    void* was_asked) {
  *static_cast<bool*>(was_asked) = true;
  return -1;
}

}  // namespace

absl::StatusOr<std::vector<CertificatePtr>> ParseCertificates(
    std::string_view pem) {
  const BioPtr bio = OpenText(pem);
  std::vector<CertificatePtr> certificates;
  while (true) {
    CertificatePtr next(
        PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!next) break;
    certificates.push_back(std::move(next));
  }
  if (!IsAtEnd()) {
    return absl::InvalidArgumentError(fmt::format(
        "contains a certificate that is not valid: {}", LastReason()));
  }
  ERR_clear_error();
  if (certificates.empty()) {
    return absl::InvalidArgumentError("contains no certificate in PEM");
  }
  return certificates;
}

absl::StatusOr<KeyPtr> ParsePrivateKey(std::string_view pem) {
  const BioPtr bio = OpenText(pem);
  bool is_encrypted = false;
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, HasNoPassphrase,
                                     &is_encrypted));
  ERR_clear_error();
  if (key) return key;
  return absl::InvalidArgumentError(
      is_encrypted ? "contains an encrypted private key, which is not supported"
                   : "contains no private key in PEM");
}

absl::Status CheckPair(X509& certificate, EVP_PKEY& key) {
  ERR_clear_error();
  const std::unique_ptr<SSL_CTX, FreeContext> context(
      SSL_CTX_new(TLS_server_method()));
  if (SSL_CTX_use_certificate(context.get(), &certificate) != 1) {
    return absl::InvalidArgumentError(fmt::format(
        "contains a certificate that TLS rejects: {}", LastReason()));
  }
  if (X509_check_private_key(&certificate, &key) != 1) {
    ERR_clear_error();
    return absl::InvalidArgumentError("does not belong to the private key");
  }
  if (SSL_CTX_use_PrivateKey(context.get(), &key) == 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      fmt::format("has a private key that TLS rejects: {}", LastReason()));
}

absl::Time NotAfter(const X509& certificate) {
  std::tm utc = {};
  ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &utc);
  return absl::FromTimeT(timegm(&utc));
}

}  // namespace backlinks
