// An EmbeddedUpstream over a few rows, asked by HTTP.
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

namespace backlinks::testing_embedded {

// By name and value, which are percent-encoded.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// "name=value&…&"
std::string QueryOf(const Parameters& parameters);

// "/?token=t&from=backlinks&…"; what is given is used instead of that.
std::string Target(const Parameters& parameters);

// Of github.com with its subdomains, all its rows: { 1, 2, 3, 4, 5, 6 };
// row 6 has nothing but its URLs. 7 and 8 belong to other hosts. many.example
// has 1205 rows.
std::string Rows();

// The rows of the answer to `parameters` as their page_size, which numbers
// them.
class UpstreamFixture {
 public:
  explicit UpstreamFixture(EmbeddedOptions options = {},
                           const std::string& rows = Rows());

  testing_http::HttpAnswer Get(const Parameters& parameters,
                               std::string_view headers = "");
  std::vector<int64_t> Numbers(Parameters parameters);
  EmbeddedUpstream& upstream() { return *upstream_; }

 private:
  Files files_;
  std::unique_ptr<EmbeddedUpstream> upstream_;
};

boost::json::value Parse(std::string_view body);

}  // namespace backlinks::testing_embedded

#endif  // BACKLINKS_TESTS_EMBEDDED_UPSTREAM_FIXTURE_H_
