// What one stream needs: made once by the call, and shared by the classes of
// this component.
#ifndef BACKLINKS_SERVICE_STREAM_STREAM_CONTEXT_H_
#define BACKLINKS_SERVICE_STREAM_STREAM_CONTEXT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/time/time.h"
#include "service/common/backoff/backoff.h"
#include "service/decode/page_decoder.h"
#include "service/dialect/dialect.h"
#include "service/evaluate/row_filter.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_recorder.h"
#include "service/model/cursor.h"
#include "service/model/query.h"
#include "service/stream/message_writer.h"
#include "service/stream/open_streams.h"
#include "service/stream/page_price.h"

namespace backlinks::stream {

struct ResponseSenderOptions {
  size_t max_batch_bytes = 64 << 10;
  size_t max_row_bytes = 2 << 20;  // Size of one row as sent.
  absl::Duration max_batch_age = absl::Milliseconds(50);
  absl::Duration heartbeat = absl::Seconds(10);
  // For the message of CLIENT_STALLED; the writer measures it.
  absl::Duration stall_timeout = absl::InfiniteDuration();
};

struct StreamerOptions {
  ResponseSenderOptions sender;
  decode::DecodeLimits decode_limits;
  int max_resumes = 3;
  // Before each resume, by the number of interruptions without a new row.
  BackoffPolicy backoff = {.first = absl::Milliseconds(50),
                           .max = absl::Milliseconds(12'800),
                           .jitter = 0};
  // Maximum of all rows, if the caller holds them; 0 for none.
  int64_t max_bytes = 0;
};

// Returns the token that resumes from a cursor.
using TokenMaker = std::function<std::string(const Cursor&)>;

// All references outlive the stream.
struct StreamContext {
  const dialect::Dialect& dialect;
  const Plan& plan;
  const evaluate::RowFilter* residual = nullptr;  // Null if every row passes.
  // The start. When the stream has ended, the end; the position of the last
  // message if it was cancelled.
  Cursor& cursor;
  TokenMaker token;
  exchange::HttpExchange& exchange;
  MessageWriter& writer;
  const StreamerOptions& options;
  OpenStreams& open_streams;
  CallRecorder& recorder;
  PaymentMaker make_payment;  // Null if prices are not reserved.
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_STREAM_CONTEXT_H_
