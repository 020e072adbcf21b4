#include "tests/plan/query_text.h"

#include "absl/strings/str_join.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/common/parse/filter_text.h"
#include "service/normalize/filter_writer.h"
#include "service/validate/validator.h"

namespace backlinks::plan {
namespace {

Query Validated(v1::StreamRefpagesRequest request) {
  request.mutable_query()->set_target("a.com");
  request.mutable_query()->set_mode(v1::TARGET_MODE_DOMAIN);
  const auto query = validate::Validate(request);
  EXPECT_TRUE(query.ok()) << query.status();
  return query.ok() ? *query : Query();
}

v1::Filter Parsed(std::string_view text) {
  const auto filter = ParseFilterText(text);
  EXPECT_TRUE(filter.ok()) << text << filter.status();
  return filter.value_or(v1::Filter());
}

}  // namespace

Query QueryOf(const std::string& request) {
  v1::StreamRefpagesRequest message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(request, &message));
  return Validated(std::move(message));
}

Query FilterQuery(std::string_view where, std::string_view having) {
  v1::StreamRefpagesRequest request;
  auto& query = *request.mutable_query();
  if (!where.empty()) *query.mutable_where() = Parsed(where);
  if (!having.empty()) *query.mutable_having() = Parsed(having);
  return Validated(std::move(request));
}

std::string ResidualText(const Plan& plan) {
  return plan.residual ? normalize::FilterText(*plan.residual) : "";
}

std::string NamesOf(const ColumnSet& columns) {
  std::vector<std::string> names;
  for (const Column& column : AllColumns()) {
    if (columns[column.number]) names.push_back(column.name);
  }
  return absl::StrJoin(names, ",");
}

std::string OrderText(const std::vector<OrderKey>& keys) {
  std::vector<std::string> texts;
  texts.reserve(keys.size());
  for (const OrderKey& key : keys) {
    texts.push_back(GetColumn(key.column).name +
                    (key.descending ? ":desc" : ""));
  }
  return absl::StrJoin(texts, ",");
}

}  // namespace backlinks::plan
