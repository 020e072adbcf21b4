// What spans say of calls and of requests to the upstream.
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

namespace backlinks {

// Name, attributes, events, and whether it counts as failed.
void DescribeCall(const CallRecord& record, Span& span);

// `sent_before`: requests on the wire for the same fetch before this attempt.
void DescribeAttempt(const UpstreamServer& upstream, const UpstreamFetch& fetch,
                     const HttpAttempt& attempt, int64_t sent_before,
                     Span& span);
// What the fetch came to, told with its last attempt.
void DescribeFetch(const UpstreamFetch& fetch, Span& span);

// Marks a span of a part that ended so.
void DescribeStatus(const absl::Status& status, Span& span);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_ATTRIBUTES_H_
