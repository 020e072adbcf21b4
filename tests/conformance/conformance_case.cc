#include "tests/conformance/conformance_case.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "boost/json/parse.hpp"
#include "boost/json/serialize.hpp"
#include "google/protobuf/util/json_util.h"
#include "service/common/parse/filter_text.h"
#include "tests/support/file/source_path.h"

namespace backlinks::conformance {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr char kFolder[] = "tests/conformance/cases";

[[noreturn]] void Fail(const fs::path& path, std::string_view why) {
  std::cerr << path << ": " << why << "\n";
  std::abort();
}

json::object ObjectIn(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains({key.data(), key.size()});
  return value == nullptr ? json::object() : value->as_object();
}

void ReadFilter(const fs::path& path, const json::object& object,
                std::string_view key, v1::Filter* (*target)(Case&),
                Case& read) {
  const json::value* text = object.if_contains({key.data(), key.size()});
  if (text == nullptr) return;
  const auto& words = text->as_string();
  auto filter = ParseFilterText({words.data(), words.size()});
  if (!filter.ok()) Fail(path, filter.status().ToString());
  *target(read) = *std::move(filter);
}

Case ReadCase(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  const json::object object = json::parse(text.str()).as_object();
  Case read = {.name = ValueText(object.at("name")),
               .why = ValueText(object.at("why")),
               .explain = ObjectIn(object, "explain"),
               .stream = ObjectIn(object, "stream"),
               .error = ObjectIn(object, "error"),
               .v3 = ObjectIn(object, "v3")};
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      json::serialize(object.at("request")), &read.request);
  if (!parsed.ok()) Fail(path, parsed.ToString());
  ReadFilter(
      path, object, "where",
      [](Case& c) { return c.request.mutable_query()->mutable_where(); }, read);
  ReadFilter(
      path, object, "having",
      [](Case& c) { return c.request.mutable_query()->mutable_having(); },
      read);
  if (const json::value* mask = object.if_contains("read_mask")) {
    for (const json::value& column : mask->as_array()) {
      read.request.mutable_query()->mutable_read_mask()->add_paths(
          ValueText(column));
    }
  }
  if (read.name != path.stem()) Fail(path, "its name is another one");
  if (read.error.empty() == read.stream.empty()) {
    Fail(path, "expects neither a stream nor an error, or both");
  }
  return read;
}

std::vector<Case> ReadAll() {
  std::vector<Case> cases;
  for (const auto& entry :
       fs::directory_iterator(testing_file::SourcePath(kFolder))) {
    cases.push_back(ReadCase(entry.path()));
  }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Case& conformance_case) {
  return out << conformance_case.why;
}

const std::vector<Case>& AllCases() {
  static const auto* const cases = new std::vector<Case>(ReadAll());
  return *cases;
}

v1::ExplainRefpagesRequest ExplainRequest(
    const v1::StreamRefpagesRequest& request) {
  v1::ExplainRefpagesRequest explain;
  *explain.mutable_query() = request.query();
  if (request.has_row_limit()) explain.set_row_limit(request.row_limit());
  if (request.has_all_rows()) explain.set_all_rows(request.all_rows());
  if (request.has_max_price())
    *explain.mutable_max_price() = request.max_price();
  explain.set_include_other_columns(request.include_other_columns());
  return explain;
}

std::string ValueText(const json::value& value) {
  return value.is_string() ? std::string(value.as_string())
                           : json::serialize(value);
}

}  // namespace backlinks::conformance
