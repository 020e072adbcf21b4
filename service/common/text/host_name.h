// The one form of a host name, by which hosts are compared and sent: that of
// UTS 46 (not transitional) in ASCII. "Bücher.example", its spelling with a
// combining diaeresis or a full-width dot, and "xn--bcher-kva.example" are one
// host; characters that UTS 46 maps to nothing (U+200B, U+00AD, U+FEFF) go.
//
// In:      a name, or an IP address with the brackets of IPv6; no port.
// Out:     ASCII in lower case without the root's dot at the end. What is ASCII
//          already is not looked at more closely, "xn--" labels included.
// Threads: any.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_HOST_NAME_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_HOST_NAME_H_

#include <optional>
#include <string>
#include <string_view>

namespace backlinks {

// Puts the form of `host` into `form`. Returns why it has none, in English;
// `form` is then the host in folded case, so that any text in a row has one.
std::optional<std::string_view> CanonicalHost(std::string_view host,
                                              std::string& form);
std::string CanonicalHost(std::string_view host);

// The end of a canonical host that an upstream writes the same, whether it
// keeps other scripts as they are or in "xn--" labels: all of "a.example",
// "example" of "xn--bcher-kva.example", "" of an IPv6 address.
std::string_view PlainDomain(std::string_view canonical_host);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_HOST_NAME_H_
