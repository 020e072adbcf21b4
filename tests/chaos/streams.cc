#include "tests/chaos/streams.h"

#include <numeric>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/client_callback.h"
#include "service/common/status/grpc_status.h"

namespace backlinks::chaos {
namespace {

using Done = std::function<void(const Outcome&)>;

// One call; owns itself until it is done.
class Reading final
    : public grpc::ClientReadReactor<v1::StreamRefpagesResponse> {
 public:
  static void Start(ServerFixture& server,
                    const v1::StreamRefpagesRequest& request,
                    absl::Duration timeout, Done done) {
    auto* const reading = new Reading(request, std::move(done));
    reading->context_.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    server.stub().async()->StreamRefpages(&reading->context_,
                                          &reading->request_, reading);
    reading->StartRead(&reading->message_);
    reading->StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    for (const v1::Refpage& row : message_.refpages()) {
      outcome_.ranks.push_back(row.has_ahrefs_rank() ? row.ahrefs_rank() : -1);
      if (row.has_url_from()) outcome_.urls.push_back(row.url_from());
    }
    outcome_.tokens.push_back(message_.resume_token());
    outcome_.rows_behind.push_back(outcome_.ranks.size());
    if (message_.has_summary()) outcome_.summary = message_.summary();
    StartRead(&message_);
  }

  void OnDone(const grpc::Status& status) override {
    outcome_.status = FromGrpcStatus(status);
    const Outcome outcome = std::move(outcome_);
    const Done done = std::move(done_);
    // Before anybody is told: gRPC's threads cannot end inside of themselves,
    // as they would if the context were the last to hold the channel.
    delete this;
    done(outcome);
  }

 private:
  Reading(const v1::StreamRefpagesRequest& request, Done done)
      : request_(request), done_(std::move(done)) {}

  grpc::ClientContext context_;
  const v1::StreamRefpagesRequest request_;
  v1::StreamRefpagesResponse message_;
  Outcome outcome_;
  Done done_;
};

}  // namespace

v1::StreamRefpagesRequest RequestFor(std::string target, int64_t rows) {
  v1::StreamRefpagesRequest request;
  request.mutable_query()->set_target(std::move(target));
  request.mutable_query()->set_mode(v1::TARGET_MODE_SUBDOMAINS);
  request.mutable_query()->mutable_read_mask()->add_paths("ahrefs_rank");
  request.set_row_limit(rows);
  return request;
}

Outcome RunStream(ServerFixture& server,
                  const v1::StreamRefpagesRequest& request,
                  absl::Duration timeout) {
  absl::Mutex mutex;
  bool done = false;
  Outcome outcome;
  Reading::Start(server, request, timeout, [&](const Outcome& result) {
    const absl::MutexLock lock(&mutex);
    outcome = result;
    done = true;
  });
  const absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&done));
  return outcome;
}

void RunStreams(
    ServerFixture& server, size_t count, size_t at_once,
    const std::function<v1::StreamRefpagesRequest(size_t)>& make_request,
    const std::function<void(size_t, const Outcome&)>& judge) {
  absl::Mutex mutex;
  size_t open = 0;
  const auto has_room = [&] { return open < at_once; };
  const auto is_idle = [&] { return open == 0; };
  for (size_t i = 0; i < count; ++i) {
    {
      const absl::MutexLock lock(&mutex);
      mutex.Await(absl::Condition(&has_room));
      ++open;
    }
    Reading::Start(server, make_request(i), absl::Minutes(2),
                   [&, i](const Outcome& outcome) {
                     const absl::MutexLock lock(&mutex);
                     judge(i, outcome);
                     --open;
                   });
  }
  const absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&is_idle));
}

std::vector<int64_t> Count(int64_t end) {
  std::vector<int64_t> numbers(end);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

}  // namespace backlinks::chaos
