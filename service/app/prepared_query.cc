#include "service/app/prepared_query.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "boost/asio/this_coro.hpp"
#include "service/model/log_text.h"
#include "service/normalise/filter_shape.h"
#include "service/normalise/filter_writer.h"
#include "service/status/status.h"
#include "service/validate/validator.h"

namespace backlinks {
namespace {

struct Token {
  TokenKind kind;
  std::string_view text;  // "": from the start.
  std::string_view path;
};

constexpr std::string_view kTargetPath = "query.target";

// The target as log and traces may have it. One that is rejected may be a URL
// with a password.
std::string ShownTarget(const std::string& target,
                        const absl::Status& validated) {
  const std::vector<Violation> violations = GetViolations(validated);
  const bool is_rejected = std::any_of(
      violations.begin(), violations.end(),
      [](const Violation& each) { return each.path == kTargetPath; });
  return is_rejected ? RedactUserInfo(target) : target;
}

// Enough of it to tell queries apart.
std::string HashText(const std::string& hash) {
  return absl::BytesToHexString(hash.substr(0, 8));
}

absl::StatusOr<PreparedQuery> PrepareValid(const Stages& stages,
                                           const Query& query, Paging paging,
                                           CallRecord& record) {
  absl::StatusOr<Plan> plan = stages.planner.Make(query, paging);
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

// The order follows from query and dialect; of another version of this server
// it may be another one.
bool Fits(const Seam& seam, const Plan& plan) {
  const size_t keys = plan.order_by.size();
  const size_t deep_keys = plan.deep_order_by.size() - keys;
  const bool at_start = seam.keys.empty() && !seam.after_seen.empty();
  return (at_start || seam.keys.size() == keys) &&
         (seam.deep_keys.empty() ||
          (seam.deep && seam.deep_keys.size() == deep_keys));
}

// Runs `prepare`, the way from request to plan, and tells the call's trace.
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
absl::StatusOr<PreparedQuery> PrepareWithToken(const Stages& stages,
                                               const Request& request,
                                               const Token& token,
                                               Paging paging,
                                               CallRecord& record) {
  const absl::StatusOr<Query> query = Validate(request);
  record.target = ShownTarget(request.query().target(), query.status());
  if (!query.ok()) return query.status();
  std::string hash = HashQuery(stages.dialect.name(), request.query());
  record.query_hash = HashText(hash);
  auto prepared = PrepareValid(stages, *query, paging, record);
  if (!prepared.ok()) return prepared;
  if (!token.text.empty()) {
    const auto cursor = stages.codec.Decode(token.kind, hash, token.text,
                                            token.path, absl::Now());
    if (!cursor.ok()) return cursor.status();
    if (cursor->seam && !Fits(*cursor->seam, prepared->plan)) {
      return MakeInvalid(Reason::kInvalidToken,
                         {{std::string(token.path),
                           "is of a server that orders these rows otherwise"}});
    }
    prepared->cursor = *cursor;
  }
  prepared->token = [&codec = stages.codec, kind = token.kind,
                     hash = std::move(hash)](const Cursor& cursor) {
    return codec.Encode(kind, hash, cursor, absl::Now());
  };
  return prepared;
}

}  // namespace

absl::StatusOr<PreparedQuery> Prepare(const Stages& stages,
                                      const v1::StreamRefpagesRequest& request,
                                      CallRecord& record) {
  return Traced(record, [&] {
    return PrepareWithToken(
        stages, request,
        {TokenKind::kStream, request.resume_token(), "resume_token"},
        Paging::kAsNeeded, record);
  });
}

absl::StatusOr<PreparedQuery> Prepare(const Stages& stages,
                                      const v1::ListRefpagesRequest& request,
                                      CallRecord& record) {
  auto prepared = Traced(record, [&] {
    return PrepareWithToken(
        stages, request, {TokenKind::kList, request.page_token(), "page_token"},
        Paging::kAlways, record);
  });
  if (!prepared.ok()) return prepared;
  // Every page has a count and a price of its own; but how many rows have
  // passed so far still tells the pager how many to ask for.
  *prepared->plan.row_limit += prepared->cursor.sent;
  prepared->cursor.spent = 0;
  return prepared;
}

absl::StatusOr<PreparedQuery> Prepare(const Stages& stages,
                                      const v1::ExplainRefpagesRequest& request,
                                      CallRecord& record) {
  return Traced(record, [&]() -> absl::StatusOr<PreparedQuery> {
    const absl::StatusOr<Query> query = Validate(request);
    record.target = ShownTarget(request.query().target(), query.status());
    if (!query.ok()) return query.status();
    record.query_hash =
        HashText(HashQuery(stages.dialect.name(), request.query()));
    return PrepareValid(stages, *query, Paging::kAsNeeded, record);
  });
}

boost::asio::awaitable<absl::Status> Deliver(const Stages& stages,
                                             PreparedQuery& query,
                                             const Route& route,
                                             absl::Time deadline,
                                             CallRecord& record) {
  // GCC 12 destroys temporaries beside a co_await twice: none may be there.
  const auto executor = co_await boost::asio::this_coro::executor;
  const StreamParts parts{.dialect = stages.dialect,
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
