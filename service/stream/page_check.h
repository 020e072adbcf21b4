// Whether a response is worth keeping in a cache.
#ifndef BACKLINKS_SERVICE_STREAM_PAGE_CHECK_H_
#define BACKLINKS_SERVICE_STREAM_PAGE_CHECK_H_

#include <functional>
#include <string_view>

#include "service/decode/page_decoder.h"
#include "service/dialect/dialect.h"
#include "service/model/http_message.h"

namespace backlinks::stream {

// Returns a function that returns whether a response, with its whole body, is a
// complete page of rows: neither an error nor cut off. `dialect` must outlive
// it. It may be called from any thread.
std::function<bool(const ResponseHead& head, std::string_view body)>
MakePageCheck(const dialect::Dialect& dialect,
              const decode::DecodeLimits& limits);

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_PAGE_CHECK_H_
