#include "tests/app/tls_client.h"

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>

namespace backlinks::testing_app {
namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeBio {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};

std::string CommonName(const SSL* ssl) {
  X509* const certificate = SSL_get0_peer_certificate(ssl);
  char name[100] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName,
                            name, sizeof(name));
  return name;
}

}  // namespace

Handshake ShakeHands(const std::string& address, int max_version) {
  const std::unique_ptr<SSL_CTX, FreeContext> context(
      SSL_CTX_new(TLS_client_method()));
  // Otherwise this client itself would not offer what is old.
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), max_version);
  const std::unique_ptr<BIO, FreeBio> bio(BIO_new_ssl_connect(context.get()));
  SSL* ssl = nullptr;
  BIO_get_ssl(bio.get(), &ssl);
  BIO_set_conn_hostname(bio.get(), address.c_str());
  Handshake handshake;
  handshake.is_ok = BIO_do_handshake(bio.get()) == 1;
  if (!handshake.is_ok) return handshake;
  handshake.version = SSL_get_version(ssl);
  handshake.common_name = CommonName(ssl);
  return handshake;
}

}  // namespace backlinks::testing_app
