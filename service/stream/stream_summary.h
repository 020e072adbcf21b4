// Makes the summary of a stream for its last message.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STREAM_STREAM_SUMMARY_H_
#define BACKLINKS_SERVICE_STREAM_STREAM_SUMMARY_H_

#include <string_view>

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/model/call_record.h"
#include "service/model/query.h"
#include "service/plan/pager.h"
#include "service/stream/page_reader.h"
#include "service/stream/page_sequence.h"

namespace backlinks::stream {

v1::StreamSummary MakeSummary(PriceUnit unit, const Plan& plan,
                              const PageSequence& pages,
                              const PageReader& reader,
                              const CallRecord& record);

v1::Price MakePrice(PriceUnit unit, MilliPrice amount);

// Returns "LIMIT", "EXHAUSTED" or "PRICE".
std::string_view EndReasonWord(plan::EndReason reason);

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_STREAM_SUMMARY_H_
