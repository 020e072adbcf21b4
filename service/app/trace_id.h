// The trace id of a W3C traceparent header.
// Source: https://www.w3.org/TR/trace-context/#traceparent-header
#ifndef BACKLINKS_SERVICE_APP_TRACE_ID_H_
#define BACKLINKS_SERVICE_APP_TRACE_ID_H_

#include <string>
#include <string_view>

namespace backlinks {

// 32 hex digits in lower case; "" if the header does not hold a valid one.
std::string TraceIdOf(std::string_view traceparent);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_TRACE_ID_H_
