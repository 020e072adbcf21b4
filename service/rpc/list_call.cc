#include "service/rpc/list_call.h"

#include <string>

#include "service/common/status/status.h"
#include "service/stream/message_writer.h"

namespace backlinks {
namespace {

// Collects the rows of every message, and the summary, in the response.
class Collector final : public MessageWriter {
 public:
  explicit Collector(v1::ListRefpagesResponse& response)
      : response_(response) {}

  boost::asio::awaitable<bool> Write(std::string&& message) override {
    v1::StreamRefpagesResponse part;
    if (!part.ParseFromString(message)) co_return false;
    for (v1::Refpage& row : *part.mutable_refpages()) {
      *response_.add_refpages() = std::move(row);
    }
    if (part.has_summary()) {
      *response_.mutable_summary() = std::move(*part.mutable_summary());
    }
    co_return true;
  }

 private:
  v1::ListRefpagesResponse& response_;
};

}  // namespace

ListCall::ListCall(const CallDependencies& dependencies, HttpExchange& exchange,
                   const v1::ListRefpagesRequest& request,
                   v1::ListRefpagesResponse& response, absl::Time deadline,
                   CallRecord record)
    : dependencies_(dependencies),
      exchange_(exchange),
      request_(request),
      response_(response),
      deadline_(deadline),
      record_(std::move(record)),
      options_(dependencies.streamer_options) {
  options_.max_bytes = kMaxListBytes;
  options_.sender.heartbeat = absl::InfiniteDuration();
}

boost::asio::awaitable<absl::Status> ListCall::Run() {
  absl::StatusOr<PreparedQuery> prepared =
      Prepare(dependencies_, request_, record_);
  if (!prepared.ok()) co_return prepared.status();
  Collector collector(response_);
  const StreamEndpoints route{exchange_, collector, options_};
  BACKLINKS_CO_RETURN_IF_ERROR(
      co_await Deliver(dependencies_, *prepared, route, deadline_, record_));
  const auto end = response_.summary().end_reason();
  if (end != v1::END_REASON_EXHAUSTED) {
    response_.set_next_page_token(prepared->token(prepared->cursor));
  }
  co_return absl::OkStatus();
}

}  // namespace backlinks
