#include "service/common/text/host_name.h"

#include <idn2.h>

#include <memory>

#include "service/common/text/case_fold.h"
#include "service/common/text/utf8.h"

namespace backlinks::text {
namespace {

// Labels in "xn--" form are kept: some registered ones are not allowed by
// today's rules.
constexpr int kFlags =
    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL | IDN2_NO_ALABEL_ROUNDTRIP;

constexpr std::string_view kAceLabel = "xn--";

std::optional<std::string_view> ToAscii(const std::string& host,
                                        std::string& ascii) {
  if (host.find('\0') != host.npos) return "string contains a NUL";
  uint8_t* found = nullptr;
  const int code = idn2_lookup_u8(
      reinterpret_cast<const uint8_t*>(host.c_str()), &found, kFlags);
  const std::unique_ptr<uint8_t, void (*)(void*)> owner(found, idn2_free);
  if (code != IDN2_OK) return idn2_strerror(code);
  ascii = reinterpret_cast<const char*>(found);
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> CanonicalHost(std::string_view host,
                                              std::string& form) {
  std::optional<std::string_view> problem;
  if (IsAscii(host)) {
    FoldCase(host, form);
  } else {
    problem = ToAscii(std::string(host), form);
    if (problem) FoldCase(host, form);
  }
  if (!form.empty() && form.back() == '.') form.pop_back();
  return problem;
}

std::string CanonicalHost(std::string_view host) {
  std::string form;
  CanonicalHost(host, form);
  return form;
}

std::string_view PlainDomain(std::string_view canonical_host) {
  if (canonical_host.empty() || canonical_host.front() == '[') return "";
  std::string_view plain = canonical_host;
  while (true) {
    const size_t dot = canonical_host.find('.');
    const bool is_plain =
        IsAscii(canonical_host.substr(0, dot)) &&
        canonical_host.substr(0, kAceLabel.size()) != kAceLabel;
    const std::string_view rest =
        dot == canonical_host.npos ? "" : canonical_host.substr(dot + 1);
    if (!is_plain) plain = rest;
    if (rest.empty()) return plain;
    canonical_host = rest;
  }
}

}  // namespace backlinks::text
