#include "service/rpc/parse_filter.h"

#include <optional>
#include <utility>

#include "service/common/parse/filter_text.h"
#include "service/common/status/status.h"
#include "service/normalize/filter_writer.h"
#include "service/normalize/normalizer.h"
#include "service/validate/filter_reader.h"
#include "service/validate/unknown_fields.h"
#include "service/validate/violations.h"

namespace backlinks::rpc {
namespace {

absl::Status Reject(std::string path, std::string description) {
  return MakeInvalid(Reason::kInvalidQuery,
                     {{std::move(path), std::move(description)}});
}

absl::StatusOr<v1::Filter> FilterOf(const v1::ParseFilterRequest& request) {
  switch (request.input_case()) {
    case v1::ParseFilterRequest::kText:
      if (!validate::IsUtf8(request.text()))
        return Reject("text", "is not UTF-8");
      return ParseFilterText(request.text());
    case v1::ParseFilterRequest::kFilter:
      return request.filter();
    case v1::ParseFilterRequest::INPUT_NOT_SET:
      break;
  }
  return Reject("input", "is required: text or filter");
}

}  // namespace

absl::StatusOr<v1::ParseFilterResponse> HandleParseFilter(
    const v1::ParseFilterRequest& request) {
  validate::Violations violations;
  validate::RejectUnknownFields(request, violations);
  if (!violations.empty()) {
    return MakeInvalid(Reason::kInvalidQuery, violations.Take());
  }
  auto filter = FilterOf(request);
  BACKLINKS_RETURN_IF_ERROR(filter.status());
  const std::optional<FilterNode> node = validate::ReadFilter(
      *filter, validate::FilterPlace::kHaving, "filter", violations);
  if (!node) return MakeInvalid(Reason::kInvalidQuery, violations.Take());
  v1::ParseFilterResponse response;
  response.set_canonical_text(
      normalize::FilterText(normalize::Normalize(*node)));
  *response.mutable_filter() = *std::move(filter);
  return response;
}

}  // namespace backlinks::rpc
