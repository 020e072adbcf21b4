// An EmbeddedUpstream over a few rows, and its responses by HTTP.
#ifndef BACKLINKS_TESTS_EMBEDDED_UPSTREAM_FIXTURE_H_
#define BACKLINKS_TESTS_EMBEDDED_UPSTREAM_FIXTURE_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "boost/json/value.hpp"
#include "service/embedded/embedded_upstream.h"
#include "tests/embedded/files.h"
#include "tests/support/http/http_client.h"

namespace backlinks::embedded::testing_embedded {

// Names and values, which are percent-encoded in the target.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// "name=value&…&"
std::string QueryOf(const Parameters& parameters);

// Returns "/?token=t&from=backlinks&…"; `parameters` replace the default ones.
std::string Target(const Parameters& parameters);

// The rows of the upstream as JSON lines, numbered by their page_size. Rows 1
// to 6 link to github.com or its subdomains, and row 6 has only its URLs. Rows
// 7 and 8 link to other hosts. many.example has 1205 rows.
std::string Rows();

class UpstreamFixture {
 public:
  explicit UpstreamFixture(EmbeddedOptions options = {},
                           const std::string& rows = Rows());

  testing_http::HttpAnswer Get(const Parameters& parameters,
                               std::string_view headers = "");
  // Returns the numbers of the rows of the response.
  std::vector<int64_t> Numbers(Parameters parameters);
  EmbeddedUpstream& upstream() { return *upstream_; }

 private:
  Files files_;
  std::unique_ptr<EmbeddedUpstream> upstream_;
};

boost::json::value Parse(std::string_view body);

}  // namespace backlinks::embedded::testing_embedded

#endif  // BACKLINKS_TESTS_EMBEDDED_UPSTREAM_FIXTURE_H_
