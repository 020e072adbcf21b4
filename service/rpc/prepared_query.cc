#include "service/rpc/prepared_query.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "boost/asio/this_coro.hpp"
#include "service/common/status/status.h"
#include "service/common/text/log_text.h"
#include "service/normalize/filter_shape.h"
#include "service/normalize/filter_writer.h"
#include "service/validate/validator.h"

namespace backlinks {
namespace {

struct Token {
  TokenKind kind;
  std::string_view text;  // "" for the start.
  std::string_view path;
};

constexpr std::string_view kTargetPath = "query.target";

// The target as it may be logged and traced. A target that is rejected may be a
// URL with a password.
std::string ShownTarget(const std::string& target,
                        const absl::Status& validated) {
  const std::vector<Violation> violations = GetViolations(validated);
  const bool is_rejected = std::any_of(
      violations.begin(), violations.end(),
      [](const Violation& each) { return each.path == kTargetPath; });
  return is_rejected ? RedactUserInfo(target) : target;
}

// A prefix of the hash that is long enough to distinguish queries.
std::string HashText(const std::string& hash) {
  return absl::BytesToHexString(hash.substr(0, 8));
}

absl::StatusOr<PreparedQuery> PrepareValid(const CallDependencies& dependencies,
                                           const Query& query, Paging paging,
                                           CallRecord& record) {
  absl::StatusOr<Plan> plan = dependencies.planner.Make(query, paging);
  if (!plan.ok()) return plan.status();
  PreparedQuery prepared{.plan = *std::move(plan)};
  record.pushed_where = prepared.plan.where;
  record.page_rows = prepared.plan.page_rows;
  if (query.where) record.where_shape = FilterShape(*query.where);
  if (query.having) record.having_shape = FilterShape(*query.having);
  if (prepared.plan.residual) {
    record.residual = FilterText(*prepared.plan.residual);
    record.residual_shape = FilterShape(*prepared.plan.residual);
    auto residual = RowFilter::Compile(*prepared.plan.residual);
    if (!residual.ok()) return residual.status();
    prepared.residual = *std::move(residual);
  }
  return prepared;
}

// Whether the position has the keys of the plan's order. The order follows from
// query and dialect, and may differ in another version of this server.
bool Fits(const KeysetPosition& keyset, const Plan& plan) {
  const size_t keys = plan.order_by.size();
  const size_t full_order_keys = plan.full_order_by.size() - keys;
  const bool at_start = keyset.keys.empty() && !keyset.after_seen.empty();
  return (at_start || keyset.keys.size() == keys) &&
         (keyset.full_order_keys.empty() ||
          (keyset.in_full_order &&
           keyset.full_order_keys.size() == full_order_keys));
}

// Runs `prepare`, which makes a plan from a request, and reports it to the
// call's trace.
template <typename Prepare>
absl::StatusOr<PreparedQuery> Traced(const CallRecord& record,
                                     const Prepare& prepare) {
  if (!record.trace) return prepare();
  const absl::Time start = absl::Now();
  absl::StatusOr<PreparedQuery> prepared = prepare();
  record.trace->OnPlan(start, prepared.status());
  return prepared;
}

template <typename Request>
absl::StatusOr<PreparedQuery> PrepareWithToken(
    const CallDependencies& dependencies, const Request& request,
    const Token& token, Paging paging, CallRecord& record) {
  const absl::StatusOr<Query> query = Validate(request);
  record.target = ShownTarget(request.query().target(), query.status());
  if (!query.ok()) return query.status();
  std::string hash = HashQuery(dependencies.dialect.name(), request.query());
  record.query_hash = HashText(hash);
  auto prepared = PrepareValid(dependencies, *query, paging, record);
  if (!prepared.ok()) return prepared;
  if (!token.text.empty()) {
    const auto cursor = dependencies.codec.Decode(token.kind, hash, token.text,
                                                  token.path, absl::Now());
    if (!cursor.ok()) return cursor.status();
    if (cursor->keyset && !Fits(*cursor->keyset, prepared->plan)) {
      return MakeInvalid(Reason::kInvalidToken,
                         {{std::string(token.path),
                           "is of a server that orders these rows otherwise"}});
    }
    prepared->cursor = *cursor;
  }
  prepared->token = [&codec = dependencies.codec, kind = token.kind,
                     hash = std::move(hash)](const Cursor& cursor) {
    return codec.Encode(kind, hash, cursor, absl::Now());
  };
  return prepared;
}

}  // namespace

absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::StreamRefpagesRequest& request,
                                      CallRecord& record) {
  return Traced(record, [&] {
    return PrepareWithToken(
        dependencies, request,
        {TokenKind::kStream, request.resume_token(), "resume_token"},
        Paging::kAsNeeded, record);
  });
}

absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::ListRefpagesRequest& request,
                                      CallRecord& record) {
  auto prepared = Traced(record, [&] {
    return PrepareWithToken(
        dependencies, request,
        {TokenKind::kList, request.page_token(), "page_token"}, Paging::kAlways,
        record);
  });
  if (!prepared.ok()) return prepared;
  // Each page has its own row count and price, but the rows that passed so far
  // help the pager to estimate how many to request.
  *prepared->plan.row_limit += prepared->cursor.sent;
  prepared->cursor.spent = 0;
  return prepared;
}

absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::ExplainRefpagesRequest& request,
                                      CallRecord& record) {
  return Traced(record, [&]() -> absl::StatusOr<PreparedQuery> {
    const absl::StatusOr<Query> query = Validate(request);
    record.target = ShownTarget(request.query().target(), query.status());
    if (!query.ok()) return query.status();
    record.query_hash =
        HashText(HashQuery(dependencies.dialect.name(), request.query()));
    return PrepareValid(dependencies, *query, Paging::kAsNeeded, record);
  });
}

boost::asio::awaitable<absl::Status> Deliver(
    const CallDependencies& dependencies, PreparedQuery& query,
    const StreamEndpoints& route, absl::Time deadline, CallRecord& record) {
  // Must be a variable, because GCC 12 destroys temporaries in a co_await
  // expression twice.
  const auto executor = co_await boost::asio::this_coro::executor;
  const StreamContext parts{.dialect = dependencies.dialect,
                            .plan = query.plan,
                            .residual = query.residual.get(),
                            .cursor = query.cursor,
                            .token = query.token,
                            .exchange = route.exchange,
                            .writer = route.writer,
                            .options = route.options,
                            .record = record};
  RefpageStreamer streamer(executor, parts);
  const absl::Time start = absl::Now();
  const absl::Status status = co_await streamer.Run(deadline);
  if (record.trace) record.trace->OnDeliver(start, status);
  co_return status;
}

}  // namespace backlinks
