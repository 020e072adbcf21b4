// The supported parameters of v3's endpoints, and a warning about others.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PARAMETERS_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PARAMETERS_H_

#include <array>
#include <span>
#include <string_view>

#include "service/http_server/http_server.h"

namespace backlinks::embedded::ahrefs_v3 {

inline constexpr std::array<std::string_view, 11> kAllBacklinksParameters = {
    "target", "mode",    "select",   "where",   "order_by",   "limit",
    "output", "history", "protocol", "timeout", "aggregation"};
inline constexpr std::array<std::string_view, 1> kLimitsAndUsageParameters = {
    "output"};

// Adds Warning: 299 - "ignored parameters: NAME, …" if the request has unknown
// parameters: clients send some that only other endpoints have.
void WarnOfUnknownParameters(const http_server::HttpServerRequest& request,
                             std::span<const std::string_view> known,
                             http_server::HttpHeaders& headers);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PARAMETERS_H_
