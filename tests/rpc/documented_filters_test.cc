// docs/filters.md: every example there is what ParseFilter returns.
#include <fstream>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/rpc/parse_filter.h"
#include "tests/support/file/source_path.h"

namespace backlinks::rpc {
namespace {

struct Example {
  std::string text;
  std::string result;
};

// In blocks of "```filter": a line "> text", and its result in the next one.
std::vector<Example> Examples() {
  std::ifstream file(testing_file::SourcePath("docs/filters.md"));
  std::vector<Example> examples;
  bool is_inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("```", 0) == 0) {
      is_inside = line == "```filter";
    } else if (is_inside && line.rfind("> ", 0) == 0) {
      examples.push_back({line.substr(2), ""});
    } else if (is_inside && !examples.empty() &&
               examples.back().result.empty()) {
      examples.back().result = line;
    } else if (is_inside) {
      ADD_FAILURE() << "neither a text nor its result: " << line;
    }
  }
  return examples;
}

std::string ResultOf(const std::string& text) {
  v1::ParseFilterRequest request;
  request.set_text(text);
  const auto response = HandleParseFilter(request);
  if (response.ok()) return response->canonical_text();
  const auto violations = GetViolations(response.status());
  if (violations.size() != 1) return response.status().ToString();
  const Violation& violation = violations[0];
  return violation.path == "text" ? "error " + violation.description
                                  : fmt::format("error {}: {}", violation.path,
                                                violation.description);
}

TEST(DocumentedFilters, AreWhatParseFilterReturns) {
  const std::vector<Example> examples = Examples();
  EXPECT_GE(examples.size(), 50U);
  for (const Example& example : examples) {
    EXPECT_EQ(ResultOf(example.text), example.result) << example.text;
  }
}

}  // namespace
}  // namespace backlinks::rpc
