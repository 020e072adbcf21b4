#include "service/validate/host.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "service/common/text/host_name.h"
#include "service/common/text/url_host.h"
#include "service/common/text/utf8.h"
#include "service/validate/validator.h"
#include "service/validate/violations.h"
#include "utf8proc.h"

namespace backlinks::validate {
namespace {

using Problem = std::optional<std::string>;

// Maximum bytes, by RFC 1035, 2.3.4.
constexpr size_t kMaxHost = 253;
constexpr size_t kMaxLabel = 63;

constexpr int kMaxPort = 65535;

bool IsSpaceOrControl(utf8proc_int32_t code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return false;
  }
}

Problem CharacterProblem(std::string_view text) {
  while (!text.empty()) {
    const int32_t code_point = text::ConsumeCharacter(text).code_point;
    if (code_point < 0) return "is not UTF-8";
    if (IsSpaceOrControl(code_point)) {
      return "contains a space or control character; percent-encode it in a "
             "URL";
    }
  }
  return std::nullopt;
}

bool IsHostByte(char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '_';
}

Problem LabelProblem(std::string_view label) {
  if (label.empty()) return "has an empty label in its host name";
  if (label.size() > kMaxLabel) {
    return "has a label of more than 63 bytes in its host name";
  }
  const auto wrong = std::find_if_not(label.begin(), label.end(), IsHostByte);
  if (wrong == label.end()) return std::nullopt;
  return fmt::format("has {} in its host name", Quote({&*wrong, 1}));
}

// Checks only the brackets and the characters.
Problem Ipv6Problem(std::string_view host) {
  const std::string_view inside = host.substr(1, host.size() - 2);
  const bool shaped = host.size() > 3 && host.back() == ']' &&
                      std::all_of(inside.begin(), inside.end(), [](char c) {
                        return absl::ascii_isxdigit(c) || c == ':' || c == '.';
                      });
  if (shaped) return std::nullopt;
  return "has brackets around something that is not an IPv6 address";
}

Problem PortProblem(std::string_view port) {
  int value = 0;
  for (const char c : port) {
    if (!absl::ascii_isdigit(c) || value > kMaxPort) {
      value = 0;
      break;
    }
    value = value * 10 + (c - '0');
  }
  if (value >= 1 && value <= kMaxPort) return std::nullopt;
  return "has a port that is not a number from 1 to 65535";
}

// Schemes other than http and https are a problem.
Problem SchemeProblem(std::string_view scheme) {
  const std::string lower =
      absl::AsciiStrToLower(absl::string_view(scheme.data(), scheme.size()));
  if (lower.empty() || lower == "http://" || lower == "https://") {
    return std::nullopt;
  }
  return "has a scheme other than http and https";
}

}  // namespace

Problem TargetProblem(std::string_view target) {
  if (target.empty()) return "is required: a domain, directory or URL";
  if (target.size() > kMaxTargetBytes) {
    return fmt::format("has {} bytes; at most {} are allowed", target.size(),
                       kMaxTargetBytes);
  }
  if (Problem problem = CharacterProblem(target)) return problem;
  const text::UrlParts parts = text::SplitUrl(target);
  if (Problem problem = SchemeProblem(parts.scheme)) return problem;
  const auto [host, port] = text::SplitPort(parts.authority);
  if (!port.empty()) {
    if (Problem problem = PortProblem(port.substr(1))) return problem;
  }
  return HostProblem(host);
}

Problem HostProblem(std::string_view text) {
  if (Problem problem = CharacterProblem(text)) return problem;
  std::string form;
  if (const auto why = text::CanonicalHost(text, form)) {
    return fmt::format("has a host name that UTS 46 does not allow: {}", *why);
  }
  if (form.empty()) return "has no host name";
  if (form.front() == '[') return Ipv6Problem(form);
  std::string_view host = form;
  if (host.size() > kMaxHost) return "has a host name of more than 253 bytes";
  while (true) {
    const size_t dot = host.find('.');
    if (Problem problem = LabelProblem(host.substr(0, dot))) return problem;
    if (dot == host.npos) return std::nullopt;
    host.remove_prefix(dot + 1);
  }
}

}  // namespace backlinks::validate
