// Prepares a request (validates and plans it, decodes its token, compiles its
// residual) and runs it. ExplainRefpages rejects the same requests.
//
// Errors: those of validator, planner and cursor codec.
// Threads: stateless; Deliver runs on one executor.
#ifndef BACKLINKS_SERVICE_RPC_PREPARED_QUERY_H_
#define BACKLINKS_SERVICE_RPC_PREPARED_QUERY_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/awaitable.hpp"
#include "service/access/access_control.h"
#include "service/accounting/budget_book.h"
#include "service/accounting/usage_ledger.h"
#include "service/cache/page_cache.h"
#include "service/cursor/cursor_codec.h"
#include "service/dialect/dialect.h"
#include "service/evaluate/row_filter.h"
#include "service/model/call_recorder.h"
#include "service/model/cursor.h"
#include "service/model/query.h"
#include "service/plan/planner.h"
#include "service/rpc/call_context.h"
#include "service/stream/message_writer.h"
#include "service/stream/stream_context.h"

namespace backlinks::rpc {

// The objects that calls share. They outlive all calls.
struct CallDependencies {
  const dialect::Dialect& dialect;
  const plan::Planner& planner;
  const cursor::CursorCodec& codec;
  const stream::StreamerOptions& streamer_options;
  stream::OpenStreams& open_streams;
  accounting::BudgetBook& budgets;
  const accounting::UsageLedger& ledger;
  access::AccessControl* access = nullptr;  // Null without known callers.
  cache::PageCache* page_cache = nullptr;   // Null without a cache.
};

struct PreparedQuery {
  Plan plan;
  std::unique_ptr<evaluate::RowFilter> residual;  // Null if every row passes.
  Cursor cursor;  // From the token, or the start.
  stream::TokenMaker token;
};

// What a call has beside its request.
struct QueryOrigin {
  CallRecorder& recorder;  // Gets what the log needs.
  plan::CallerTerms terms;
};

QueryOrigin OriginOf(CallContext& call);

absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::StreamRefpagesRequest& request,
                                      const QueryOrigin& origin);
absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::ListRefpagesRequest& request,
                                      const QueryOrigin& origin);
absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::ExplainRefpagesRequest& request,
                                      const QueryOrigin& origin);

// Runs the query as a stream of messages, paid by the call's caller, and
// advances its cursor. If pages from the server's cache do not fit together,
// and no row was sent, runs it once more without them.
// Errors: as RefpageStreamer and CallerPayment. Threads and cancel: as
// RefpageStreamer. Must be called once per query. Everything must outlive the
// coroutine.
boost::asio::awaitable<absl::Status> Deliver(
    const CallDependencies& dependencies,
    const stream::StreamerOptions& options, PreparedQuery& query,
    stream::MessageWriter& writer, CallContext& call);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_PREPARED_QUERY_H_
