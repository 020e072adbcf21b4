#include "service/validate/validator.h"

#include <algorithm>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "service/common/status/status.h"
#include "service/validate/filter_reader.h"
#include "service/validate/host.h"
#include "service/validate/query_reader.h"
#include "service/validate/unknown_fields.h"
#include "service/validate/violations.h"

namespace backlinks::validate {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int64_t kNanosPerSecond = 1'000'000'000;

void ReadQuery(const v1::RefpagesQuery& from, Query& query,
               Violations& violations) {
  if (const auto problem = TargetProblem(from.target())) {
    violations.Add("query.target", *problem);
  }
  query.target = from.target();
  query.mode = ReadMode(from, violations);
  if (from.has_where()) {
    query.where = ReadFilter(from.where(), FilterPlace::kWhere, "query.where",
                             violations);
  }
  if (from.has_having()) {
    query.having = ReadFilter(from.having(), FilterPlace::kHaving,
                              "query.having", violations);
  }
  query.order_by = ReadOrder(from, violations);
  query.arrow_columns = ReadMask(from, violations);
  for (const Column* column : query.arrow_columns) {
    query.columns.set(column->number);
  }
}

// Validates a request of StreamRefpages or ExplainRefpages.
template <typename Request>
bool IsArrow(const Request& request, Violations& violations) {
  const v1::ResponseFormat format = request.response_format();
  if (!v1::ResponseFormat_IsValid(format)) {
    violations.Add("response_format", fmt::format("{} is no ResponseFormat",
                                                  static_cast<int>(format)));
  }
  const bool is_arrow = format == v1::RESPONSE_FORMAT_ARROW;
  if (is_arrow && request.include_other_columns()) {
    violations.Add("include_other_columns",
                   "must be false with RESPONSE_FORMAT_ARROW, which has no "
                   "type for other columns");
  }
  return is_arrow;
}

bool IsArrow(const v1::ListRefpagesRequest&, Violations&) { return false; }

// Validates a request of StreamRefpages or ExplainRefpages.
template <typename Request>
std::optional<int64_t> ReadRowCount(const Request& request,
                                    Violations& violations) {
  switch (request.row_count_case()) {
    case Request::kRowLimit:
      if (request.row_limit() < 1 || request.row_limit() > kMaxRowLimit) {
        violations.Add("row_limit",
                       fmt::format("{} is not between 1 and {}",
                                   request.row_limit(), kMaxRowLimit));
      }
      return request.row_limit();
    case Request::kAllRows:
      if (!request.all_rows()) {
        violations.Add("all_rows", "may only be true; set row_limit instead");
      } else if (!request.has_max_price()) {
        violations.Add("max_price", "is required with all_rows");
      }
      return std::nullopt;
    case Request::ROW_COUNT_NOT_SET:
      break;
  }
  return kDefaultRowLimit;
}

// Reads v1::ListRefpagesRequest.page_size.
std::optional<int64_t> ReadRowCount(const v1::ListRefpagesRequest& request,
                                    Violations& violations) {
  const int64_t size = request.page_size();
  if (size < 0) {
    violations.Add("page_size", fmt::format("{} is negative", size));
  }
  return size == 0 ? kDefaultPageSize : std::min(size, kMaxPageSize);
}

void ReadMaxPrice(const v1::Price& price, Query& query,
                  Violations& violations) {
  if (price.milli_amount() < 0) {
    violations.Add("max_price.milli_amount", "is negative");
  }
  if (!v1::PriceUnit_IsValid(price.unit())) {
    violations.Add(
        "max_price.unit",
        fmt::format("{} is no PriceUnit", static_cast<int>(price.unit())));
  }
  query.max_price = price.milli_amount();
  if (price.unit() != v1::PRICE_UNIT_UNSPECIFIED) {
    query.max_price_unit = static_cast<PriceUnit>(price.unit());
  }
}

absl::Duration ReadMaxCacheAge(const google::protobuf::Duration& age,
                               Violations& violations) {
  if (age.seconds() < 0 || age.nanos() < 0) {
    violations.Add("max_cache_age", "is negative");
  } else if (age.seconds() > TimeUtil::kDurationMaxSeconds ||
             age.nanos() >= kNanosPerSecond) {
    violations.Add("max_cache_age", "is not a valid Duration");
  }
  return absl::Seconds(age.seconds()) + absl::Nanoseconds(age.nanos());
}

template <typename Request>
absl::StatusOr<Query> ValidateRequest(const Request& request) {
  Query query;
  Violations violations;
  if (request.has_query()) {
    ReadQuery(request.query(), query, violations);
  } else {
    violations.Add("query", "is required");
  }
  query.row_limit = ReadRowCount(request, violations);
  if (request.has_max_price()) {
    ReadMaxPrice(request.max_price(), query, violations);
  }
  if (request.has_max_cache_age()) {
    query.max_cache_age = ReadMaxCacheAge(request.max_cache_age(), violations);
  }
  query.include_other_columns = request.include_other_columns();
  if (!IsArrow(request, violations)) query.arrow_columns.clear();
  RejectUnknownFields(request, violations);
  if (violations.empty()) return query;
  return MakeInvalid(Reason::kInvalidQuery, violations.Take());
}

}  // namespace

absl::StatusOr<Query> Validate(const v1::StreamRefpagesRequest& request) {
  return ValidateRequest(request);
}

absl::StatusOr<Query> Validate(const v1::ListRefpagesRequest& request) {
  return ValidateRequest(request);
}

absl::StatusOr<Query> Validate(const v1::ExplainRefpagesRequest& request) {
  return ValidateRequest(request);
}

}  // namespace backlinks::validate
