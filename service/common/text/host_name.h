// The canonical form of a host name, in which hosts are compared and sent:
// UTS 46 (non-transitional processing) in ASCII. "Bücher.example", its
// spellings with a combining diaeresis or a full-width dot, and
// "xn--bcher-kva.example" are one host; characters that UTS 46 maps to nothing
// (U+200B, U+00AD, U+FEFF) are removed.
//
// In:      a name, or an IP address with the brackets of IPv6; no port.
// Out:     lower-case ASCII without the dot of the root at the end. A name that
//          is ASCII already is not validated, nor are its "xn--" labels.
// Threads: any.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_HOST_NAME_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_HOST_NAME_H_

#include <optional>
#include <string>
#include <string_view>

namespace backlinks::text {

// Sets `form` to the canonical form of `host`. If `host` has none, returns the
// reason in English and sets `form` to the host in folded case, so that any
// text in a row can be compared.
std::optional<std::string_view> CanonicalHost(std::string_view host,
                                              std::string& form);
std::string CanonicalHost(std::string_view host);

// Returns the end of a canonical host that is the same in upstreams that keep
// other scripts and in those that write "xn--" labels: all of "a.example",
// "example" of "xn--bcher-kva.example", "" of an IPv6 address.
std::string_view PlainDomain(std::string_view canonical_host);

}  // namespace backlinks::text

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_HOST_NAME_H_
