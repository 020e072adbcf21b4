// Sets the attributes of spans for calls and upstream requests.
// Source: https://opentelemetry.io/docs/specs/semconv/rpc/grpc/
//         https://opentelemetry.io/docs/specs/semconv/http/http-spans/
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SPAN_ATTRIBUTES_H_
#define BACKLINKS_SERVICE_TELEMETRY_SPAN_ATTRIBUTES_H_

#include <cstdint>

#include "service/model/call_record.h"
#include "service/model/call_trace.h"
#include "service/telemetry/span.h"
#include "service/telemetry/upstream_server.h"

namespace backlinks::telemetry {

// Sets name, attributes, events, and whether the call counts as failed.
void DescribeCall(const CallRecord& record, Span& span);

// `sent_before` is the number of requests sent for the same fetch before this
// attempt.
void DescribeAttempt(const UpstreamServer& upstream, const UpstreamFetch& fetch,
                     const HttpAttempt& attempt, int64_t sent_before,
                     Span& span);
// Adds the result of the fetch to the span of its last attempt.
void DescribeFetch(const UpstreamFetch& fetch, Span& span);

// Sets the final status of a span for a part of a call.
void DescribeStatus(const absl::Status& status, Span& span);

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_ATTRIBUTES_H_
