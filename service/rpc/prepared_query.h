// Prepares a request (validates and plans it, decodes its token, compiles its
// residual) and runs it. ExplainRefpages rejects the same requests.
//
// Errors: those of validator, planner and cursor codec.
// Threads: stateless; Deliver runs on one executor.
#ifndef BACKLINKS_SERVICE_RPC_PREPARED_QUERY_H_
#define BACKLINKS_SERVICE_RPC_PREPARED_QUERY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/awaitable.hpp"
#include "service/cursor/cursor_codec.h"
#include "service/dialect/dialect.h"
#include "service/evaluate/row_filter.h"
#include "service/model/call_record.h"
#include "service/model/cursor.h"
#include "service/plan/planner.h"
#include "service/stream/stream_context.h"

namespace backlinks {

// The objects that calls share. They outlive all calls.
struct CallDependencies {
  const Dialect& dialect;
  const Planner& planner;
  const CursorCodec& codec;
  const StreamerOptions& streamer_options;
};

struct PreparedQuery {
  Plan plan;
  std::unique_ptr<RowFilter> residual;  // Null if every row passes.
  Cursor cursor;                        // From the token, or the start.
  TokenMaker token;
};

// Each overload records in `record` what the log needs.
absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::StreamRefpagesRequest& request,
                                      CallRecord& record);
absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::ListRefpagesRequest& request,
                                      CallRecord& record);
absl::StatusOr<PreparedQuery> Prepare(const CallDependencies& dependencies,
                                      const v1::ExplainRefpagesRequest& request,
                                      CallRecord& record);

// Runs the query of a context as a stream of messages and advances its cursor.
// Errors, threads and cancel: as RefpageStreamer. Must be called once per
// query.
boost::asio::awaitable<absl::Status> Deliver(const StreamContext& context,
                                             absl::Time deadline);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_PREPARED_QUERY_H_
