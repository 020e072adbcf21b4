#include "tests/embedded/ahrefs_v3/v3_requests.h"

#include <algorithm>

#include "boost/json/array.hpp"
#include "gtest/gtest.h"

namespace backlinks::embedded::testing_embedded {

using testing_http::HttpAnswer;
using testing_http::HttpClient;

std::string V3Target(const Parameters& parameters) {
  Parameters all{{"target", "github.com"}, {"select", "page_size"}};
  for (const auto& parameter : parameters) {
    std::erase_if(all, [&parameter](const auto& known) {
      return known.first == parameter.first;
    });
    if (parameter.second != "-") all.push_back(parameter);
  }
  return "/v3/site-explorer/all-backlinks?" + QueryOf(all);
}

HttpAnswer GetV3(UpstreamFixture& fixture, const Parameters& parameters,
                 std::string_view headers) {
  HttpClient client(fixture.upstream().port());
  return client.Get(V3Target(parameters), headers);
}

std::vector<boost::json::object> V3Rows(const HttpAnswer& answer) {
  std::vector<boost::json::object> rows;
  EXPECT_EQ(answer.status(), 200) << answer.body();
  const boost::json::value body = Parse(answer.body());
  const auto* const array = body.as_object().if_contains("backlinks");
  EXPECT_NE(array, nullptr) << answer.body();
  if (array == nullptr) return rows;
  for (const boost::json::value& row : array->as_array()) {
    rows.push_back(row.as_object());
  }
  EXPECT_EQ(answer.header("x-api-rows"), std::to_string(rows.size()));
  return rows;
}

std::vector<int64_t> V3Numbers(UpstreamFixture& fixture,
                               const Parameters& parameters) {
  std::vector<int64_t> numbers;
  for (const auto& row : V3Rows(GetV3(fixture, parameters))) {
    numbers.push_back(row.at("page_size").as_int64());
  }
  return numbers;
}

boost::json::object V3Usage(UpstreamFixture& fixture) {
  HttpClient client(fixture.upstream().port());
  const HttpAnswer answer =
      client.Get("/v3/subscription-info/limits-and-usage", kV3Key);
  EXPECT_EQ(answer.status(), 200) << answer.body();
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  return Parse(answer.body()).at("limits_and_usage").as_object();
}

}  // namespace backlinks::embedded::testing_embedded
