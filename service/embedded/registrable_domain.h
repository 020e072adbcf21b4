// Registrable domains, by the Public Suffix List that libpsl has built in.
//
// Threads: any.
#ifndef BACKLINKS_SERVICE_EMBEDDED_REGISTRABLE_DOMAIN_H_
#define BACKLINKS_SERVICE_EMBEDDED_REGISTRABLE_DOMAIN_H_

#include <string>

namespace backlinks {

// "example.co.uk" for "www.example.co.uk". `host` is in lower case. A host
// without one (an address, a public suffix, one label) is returned whole.
std::string RegistrableDomain(const std::string& host);

// "co.uk" for "www.example.co.uk"; empty for an address.
std::string PublicSuffix(const std::string& host);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_REGISTRABLE_DOMAIN_H_
