// A request made ready to be run: validated, planned, its token read, its
// residual compiled. What ExplainRefpages refuses is what this refuses.
//
// Errors: those of validator, planner and cursor codec.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_APP_PREPARED_QUERY_H_
#define BACKLINKS_SERVICE_APP_PREPARED_QUERY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "service/cursor/cursor_codec.h"
#include "service/deliver/outbox.h"
#include "service/deliver/refpage_streamer.h"
#include "service/dialect/dialect.h"
#include "service/evaluate/row_filter.h"
#include "service/model/call_record.h"
#include "service/model/cursor.h"
#include "service/plan/planner.h"

namespace backlinks {

// What calls share; outlives them.
struct Stages {
  const Dialect& dialect;
  const Planner& planner;
  const CursorCodec& codec;
  const StreamerOptions& streamer_options;
};

struct PreparedQuery {
  Plan plan;
  std::unique_ptr<RowFilter> residual;  // Null: every row passes.
  Cursor cursor;                        // The token's, or the start.
  TokenMaker token;
};

// Each notes in `record` what the log shall know.
absl::StatusOr<PreparedQuery> Prepare(const Stages& stages,
                                      const v1::StreamRefpagesRequest& request,
                                      CallRecord& record);
absl::StatusOr<PreparedQuery> Prepare(const Stages& stages,
                                      const v1::ListRefpagesRequest& request,
                                      CallRecord& record);
absl::StatusOr<PreparedQuery> Prepare(const Stages& stages,
                                      const v1::ExplainRefpagesRequest& request,
                                      CallRecord& record);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_PREPARED_QUERY_H_
