#include "service/dialect/ahrefs_v3/price.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "boost/json/error.hpp"
#include "boost/json/parse.hpp"
#include "boost/json/value.hpp"
#include "boost/system/error_code.hpp"
#include "service/dialect/ahrefs_v3/columns.h"
#include "service/dialect/ahrefs_v3/request.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

namespace json = boost::json;

constexpr MilliPrice kMilliPerUnit = 1000;
constexpr MilliPrice kMinPagePrice = 50 * kMilliPerUnit;

// Far above the maximum depth of a filter: each of its levels is two levels
// here.
constexpr size_t kMaxDepth = 256;

using Fields = std::set<std::string, std::less<>>;

// Adds every "field" of a condition, at any depth.
void AddFieldsOf(const json::value& condition, Fields& fields) {
  if (const json::array* parts = condition.if_array()) {
    for (const json::value& part : *parts) AddFieldsOf(part, fields);
  }
  const json::object* members = condition.if_object();
  if (members == nullptr) return;
  for (const auto& [name, value] : *members) {
    if (name == "field" && value.is_string()) {
      fields.emplace(std::string_view(value.get_string()));
    } else {
      AddFieldsOf(value, fields);
    }
  }
}

void AddFieldsIn(const std::string& condition, Fields& fields) {
  if (condition.empty()) return;
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  // The condition was built by this dialect, so it is valid JSON.
  const json::value value = json::parse(condition, error, {}, options);
  if (!error) AddFieldsOf(value, fields);
}

void AddColumn(int column, Fields& fields) {
  const std::string_view field = V3FieldOf(column);
  if (!field.empty()) fields.emplace(field);
}

}  // namespace

MilliPrice V3RowPrice(const Plan& plan, bool in_full_order) {
  Fields fields;
  AddFieldsIn(plan.where, fields);
  AddFieldsIn(plan.having, fields);
  const ColumnSet select = V3SelectOf(plan, in_full_order);
  for (const Column& column : AllColumns()) {
    if (select[column.number]) AddColumn(column.number, fields);
  }
  for (const OrderKey& key :
       in_full_order ? plan.full_order_by : plan.order_by) {
    AddColumn(key.column, fields);
  }
  MilliPrice units = 0;
  for (const std::string& field : fields) units += V3UnitsOf(field);
  return units * kMilliPerUnit;
}

MilliPrice V3PagePrice(const Plan& plan, const Page& page, int64_t rows) {
  const bool in_full_order = page.from && page.from->in_full_order;
  const MilliPrice row_price =
      in_full_order ? plan.full_order_row_price : plan.row_price;
  return std::max(kMinPagePrice, row_price * rows);
}

}  // namespace backlinks::dialect::ahrefs_v3
