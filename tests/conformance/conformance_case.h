// The conformance cases: see README.md of this folder.
#ifndef BACKLINKS_TESTS_CONFORMANCE_CONFORMANCE_CASE_H_
#define BACKLINKS_TESTS_CONFORMANCE_CONFORMANCE_CASE_H_

#include <iosfwd>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/json/object.hpp"

namespace backlinks::conformance {

struct Case {
  std::string name;
  std::string why;
  v1::StreamRefpagesRequest request;
  boost::json::object explain;
  boost::json::object stream;
  boost::json::object error;  // Empty: the request is answered.
  boost::json::object v3;     // Where ahrefs_v3 cannot agree with ahrefs_v2.
};

// As gtest names it.
std::ostream& operator<<(std::ostream& out, const Case& conformance_case);

// All cases by name; a file that cannot be read ends the program.
const std::vector<Case>& AllCases();

v1::ExplainRefpagesRequest ExplainRequest(
    const v1::StreamRefpagesRequest& request);

// Compares with what the case expects; every difference is a failure of the
// running test.
void ExpectExplain(const Case& expected, const v1::ExplainRefpagesResponse& is);
void ExpectError(const boost::json::object& expected, const absl::Status& is);

// A cell as the cases write it; "": absent.
std::string CellText(const v1::Refpage& row, const std::string& column);

// A value of a case as text.
std::string ValueText(const boost::json::value& value);

}  // namespace backlinks::conformance

#endif  // BACKLINKS_TESTS_CONFORMANCE_CONFORMANCE_CASE_H_
