// Requests to an EmbeddedUpstream by API v3.
#ifndef BACKLINKS_TESTS_EMBEDDED_AHREFS_V3_V3_REQUESTS_H_
#define BACKLINKS_TESTS_EMBEDDED_AHREFS_V3_V3_REQUESTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "boost/json/object.hpp"
#include "tests/embedded/upstream_fixture.h"

namespace backlinks::embedded::testing_embedded {

inline constexpr std::string_view kV3Key = "Authorization: Bearer t\r\n";

// Returns "/v3/site-explorer/all-backlinks?target=github.com&…"; `parameters`
// replace the default ones, and the value "-" removes one.
std::string V3Target(const Parameters& parameters);

// `headers` are complete lines.
testing_http::HttpAnswer GetV3(UpstreamFixture& fixture,
                               const Parameters& parameters,
                               std::string_view headers = kV3Key);

// Returns the rows of all-backlinks. Fails the test if the response is not a
// document of rows.
std::vector<boost::json::object> V3Rows(const testing_http::HttpAnswer& answer);

// Returns the numbers of the rows of the response.
std::vector<int64_t> V3Numbers(UpstreamFixture& fixture,
                               const Parameters& parameters);

// Returns the member limits_and_usage.
boost::json::object V3Usage(UpstreamFixture& fixture);

}  // namespace backlinks::embedded::testing_embedded

#endif  // BACKLINKS_TESTS_EMBEDDED_AHREFS_V3_V3_REQUESTS_H_
