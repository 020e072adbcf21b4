// Determines registrable domains by the Public Suffix List built into libpsl.
//
// Threads: any.
#ifndef BACKLINKS_SERVICE_EMBEDDED_REGISTRABLE_DOMAIN_H_
#define BACKLINKS_SERVICE_EMBEDDED_REGISTRABLE_DOMAIN_H_

#include <string>

namespace backlinks::embedded {

// Returns "example.co.uk" for "www.example.co.uk". `host` is in lower case. A
// host without a registrable domain (an address, a public suffix, one label) is
// returned unchanged.
std::string RegistrableDomain(const std::string& host);

// Returns "co.uk" for "www.example.co.uk". Empty for an address.
std::string PublicSuffix(const std::string& host);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_REGISTRABLE_DOMAIN_H_
