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
#include "service/rpc/caller_payment.h"
#include "service/stream/refpage_streamer.h"
#include "service/validate/validator.h"

namespace backlinks::rpc {
namespace {

struct Token {
  cursor::TokenKind kind;
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
  return is_rejected ? text::RedactUserInfo(target) : target;
}

// A prefix of the hash that is long enough to distinguish queries.
std::string HashText(const std::string& hash) {
  return absl::BytesToHexString(hash.substr(0, 8));
}

// Returns the texts of the query and its plan that the log shows.
PlanTexts TextsOf(const Query& query, const Plan& plan) {
  PlanTexts texts{.pushed_where = plan.where, .page_rows = plan.page_rows};
  if (query.where) texts.where_shape = normalize::FilterShape(*query.where);
  if (query.having) texts.having_shape = normalize::FilterShape(*query.having);
  if (plan.residual) {
    texts.residual = normalize::FilterText(*plan.residual);
    texts.residual_shape = normalize::FilterShape(*plan.residual);
  }
  return texts;
}

absl::StatusOr<PreparedQuery> PrepareValid(const CallDependencies& dependencies,
                                           const Query& query,
                                           plan::Paging paging,
                                           const QueryOrigin& origin) {
  absl::StatusOr<Plan> plan =
      dependencies.planner.Make(query, paging, origin.terms);
  if (!plan.ok()) return plan.status();
  PreparedQuery prepared{.plan = *std::move(plan)};
  origin.recorder.OnPlan(TextsOf(query, prepared.plan));
  if (prepared.plan.residual) {
    auto residual = evaluate::RowFilter::Compile(*prepared.plan.residual);
    if (!residual.ok()) return residual.status();
    prepared.residual = *std::move(residual);
  }
  return prepared;
}

// Whether the position has the keys of the plan's order. The order follows from
// query and dialect, and may differ in another version of this server.
bool Fits(const KeysetPosition& position, const Plan& plan) {
  const size_t keys = plan.order_by.size();
  const size_t full_order_keys = plan.full_order_by.size() - keys;
  const bool at_start = position.keys.empty() && !position.after_seen.empty();
  return (at_start || position.keys.size() == keys) &&
         (position.full_order_keys.empty() ||
          (position.in_full_order &&
           position.full_order_keys.size() == full_order_keys));
}

// Runs `prepare`, which makes a plan from a request, and reports it to the
// call's trace.
template <typename Prepare>
absl::StatusOr<PreparedQuery> Traced(const CallRecorder& recorder,
                                     const Prepare& prepare) {
  if (recorder.trace() == nullptr) return prepare();
  const SteadyTime start = SteadyTime::Now();
  absl::StatusOr<PreparedQuery> prepared = prepare();
  recorder.trace()->OnPlan(SteadyTime::Now() - start, prepared.status());
  return prepared;
}

template <typename Request>
absl::StatusOr<PreparedQuery> PrepareWithToken(
    const CallDependencies& dependencies, const Request& request,
    const Token& token, plan::Paging paging, const QueryOrigin& origin) {
  const absl::StatusOr<Query> query = validate::Validate(request);
  origin.recorder.OnTarget(
      ShownTarget(request.query().target(), query.status()));
  if (!query.ok()) return query.status();
  std::string hash =
      cursor::HashQuery(dependencies.dialect.name(), request.query());
  origin.recorder.OnQuery(HashText(hash));
  auto prepared = PrepareValid(dependencies, *query, paging, origin);
  if (!prepared.ok()) return prepared;
  if (!token.text.empty()) {
    const auto cursor = dependencies.codec.Decode(token.kind, hash, token.text,
                                                  token.path, absl::Now());
    if (!cursor.ok()) return cursor.status();
    if (cursor->keyset_position &&
        !Fits(*cursor->keyset_position, prepared->plan)) {
      return MakeInvalid(
          Reason::kInvalidToken,
          {{std::string(token.path),
            "was issued by a server that orders these rows differently"}});
    }
    prepared->cursor = *cursor;
  }
  prepared->token = [&codec = dependencies.codec, kind = token.kind,
                     hash = std::move(hash)](const Cursor& cursor) {
    return codec.Encode(kind, hash, cursor, absl::Now());
  };
  return prepared;
}

// Each payment belongs to a request, which may outlive the call.
stream::PaymentMaker MakePayments(accounting::BudgetBook& budgets,
                                  const boost::asio::any_io_executor& executor,
                                  const CallContext& call) {
  return [&budgets, executor,
          caller = std::make_shared<const access::Caller>(call.caller)](
             const stream::PagePrice& price) {
    return std::make_shared<CallerPayment>(executor, budgets, caller, price);
  };
}

boost::asio::awaitable<absl::Status> Stream(
    const boost::asio::any_io_executor& executor,
    const stream::StreamContext& context, SteadyTime deadline) {
  stream::RefpageStreamer streamer(executor, context);
  co_return co_await streamer.Run(deadline);
}

// Whether pages of different ages did not fit together before the first row was
// sent.
bool MayStartAgain(const absl::Status& status, const CallRecord& record,
                   const Plan& plan) {
  return GetReason(status) == Reason::kRowsChanged && record.sent_rows == 0 &&
         record.cached_pages > 0 && plan.max_cache_age != absl::ZeroDuration();
}

// Returns the cursor of the beginning, with what was spent since.
Cursor RestartAt(const Cursor& begin, const Cursor& end) {
  Cursor cursor = begin;
  cursor.spent = end.spent;
  return cursor;
}

}  // namespace

absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::StreamRefpagesRequest& request,
                                      const QueryOrigin& origin) {
  return Traced(origin.recorder, [&] {
    return PrepareWithToken(
        dependencies, request,
        {cursor::TokenKind::kStream, request.resume_token(), "resume_token"},
        plan::Paging::kAsNeeded, origin);
  });
}

absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::ListRefpagesRequest& request,
                                      const QueryOrigin& origin) {
  auto prepared = Traced(origin.recorder, [&] {
    return PrepareWithToken(
        dependencies, request,
        {cursor::TokenKind::kList, request.page_token(), "page_token"},
        plan::Paging::kAlways, origin);
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
                                      const QueryOrigin& origin) {
  return Traced(origin.recorder, [&]() -> absl::StatusOr<PreparedQuery> {
    const absl::StatusOr<Query> query = validate::Validate(request);
    origin.recorder.OnTarget(
        ShownTarget(request.query().target(), query.status()));
    if (!query.ok()) return query.status();
    origin.recorder.OnQuery(HashText(
        cursor::HashQuery(dependencies.dialect.name(), request.query())));
    return PrepareValid(dependencies, *query, plan::Paging::kAsNeeded, origin);
  });
}

QueryOrigin OriginOf(CallContext& call) {
  return {call.recorder,
          {.default_max_price = call.caller.default_max_price,
           .max_cache_age = call.caller.max_cache_age}};
}

boost::asio::awaitable<absl::Status> Deliver(
    const CallDependencies& dependencies,
    const stream::StreamerOptions& options, PreparedQuery& query,
    stream::MessageWriter& writer, CallContext& call) {
  // Must be a variable, because GCC 12 destroys temporaries in a co_await
  // expression twice.
  const auto executor = co_await boost::asio::this_coro::executor;
  const stream::StreamContext context{
      .dialect = dependencies.dialect,
      .plan = query.plan,
      .residual = query.residual.get(),
      .cursor = query.cursor,
      .token = query.token,
      .exchange = call.exchange,
      .writer = writer,
      .options = options,
      .open_streams = dependencies.open_streams,
      .recorder = call.recorder,
      .make_payment = MakePayments(dependencies.budgets, executor, call)};
  const SteadyTime start = SteadyTime::Now();
  const Cursor begin = query.cursor;
  absl::Status status = co_await Stream(executor, context, call.deadline);
  if (MayStartAgain(status, call.recorder.record(), query.plan)) {
    query.plan.max_cache_age = absl::ZeroDuration();
    query.cursor = RestartAt(begin, query.cursor);
    status = co_await Stream(executor, context, call.deadline);
  }
  dependencies.budgets.AddSaved(executor, call.caller.name,
                                call.recorder.record().saved_price);
  CallTrace* const trace = call.recorder.trace();
  if (trace != nullptr) trace->OnDeliver(SteadyTime::Now() - start, status);
  co_return status;
}

}  // namespace backlinks::rpc
