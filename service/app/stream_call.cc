#include "service/app/stream_call.h"

#include <utility>

#include "backlinks/v1/backlinks_service.pb.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/status/status.h"
#include "service/validate/validator.h"

namespace backlinks {

boost::asio::awaitable<absl::Status> StreamCall::Run(MessageWriter& writer) {
  const absl::StatusOr<Plan> plan = MakePlan();
  if (!plan.ok()) co_return plan.status();
  record_.where = plan->where;
  RefpageStreamer streamer(stages_.dialect, *plan, exchange_, writer,
                           stages_.streamer_options, record_);
  co_return co_await streamer.Run(deadline_);
}

absl::StatusOr<Plan> StreamCall::MakePlan() {
  v1::StreamRefpagesRequest request;
  using Traits = grpc::SerializationTraits<v1::StreamRefpagesRequest>;
  if (!Traits::Deserialize(&request_, &request).ok()) {
    return MakeInvalid(
        Reason::kInvalidQuery,
        {{"",
          "the request is not a backlinks.v1.StreamRefpagesRequest, or "
          "is nested deeper than 100 messages"}});
  }
  record_.target = request.query().target();
  const absl::StatusOr<Query> query = Validate(request);
  if (!query.ok()) return query.status();
  return stages_.planner.Make(*query);
}

CallRecord StreamCall::Finish(const absl::Status& status) {
  record_.status = status;
  record_.duration = absl::Now() - record_.start;
  return std::move(record_);
}

}  // namespace backlinks
