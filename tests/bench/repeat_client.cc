// Callers that ask a server at the same time, most of them what others asked.
//
// In:     repeat_client ADDRESS TARGET CALLERS CALLS: CALLS in all, every fifth
//         of them with a question of its own.
// Out:    one JSON line of prices in thousandths: "paid"; "without", if every
//         call paid for itself; "optimum", if each question was paid once.
// Errors: the status of the first call that fails, exit 1.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <future>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/grpcpp.h"

namespace {

namespace api = backlinks::v1;

constexpr int kPageRows = 100;
constexpr int kOneOf = 5;

// The question of each call, the same in every run.
std::vector<int> Questions(int calls) {
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same calls each time.
  std::vector<int> questions;
  int count = 0;
  for (int i = 0; i < calls; ++i) {
    const bool is_new = i % kOneOf == 0;
    questions.push_back(is_new ? count++ : static_cast<int>(random() % count));
  }
  return questions;
}

// Questions differ in a filter that the upstream tests.
api::ListRefpagesRequest Ask(const std::string& target, int question) {
  api::ListRefpagesRequest request;
  request.mutable_query()->set_target(target);
  request.mutable_query()->set_mode(api::TARGET_MODE_SUBDOMAINS);
  request.mutable_query()
      ->mutable_where()
      ->mutable_predicate()
      ->mutable_links_external()
      ->mutable_range()
      ->set_end(1'000'000 + question);
  request.set_page_size(kPageRows);
  return request;
}

class Prices {
 public:
  void Add(int question, const api::StreamSummary& summary) {
    const int64_t paid = summary.computed_price().milli_amount();
    const int64_t full = paid + summary.saved_price().milli_amount();
    const std::lock_guard lock(mutex_);
    paid_ += paid;
    without_ += full;
    once_[question] = full;
  }
  std::string Json() const {
    int64_t optimum = 0;
    for (const auto& [question, price] : once_) optimum += price;
    return fmt::format(R"({{"paid": {}, "without": {}, "optimum": {}}})", paid_,
                       without_, optimum);
  }

 private:
  std::mutex mutex_;
  int64_t paid_ = 0;
  int64_t without_ = 0;
  std::map<int, int64_t> once_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    fmt::print(stderr, "usage: repeat_client ADDRESS TARGET CALLERS CALLS\n");
    return 2;
  }
  const std::vector<int> questions = Questions(std::atoi(argv[4]));
  std::atomic<size_t> next = 0;
  Prices prices;
  std::vector<std::future<void>> callers(std::atoi(argv[3]));
  for (auto& caller : callers) {
    caller = std::async(std::launch::async, [&] {
      const auto stub = api::BacklinksService::NewStub(
          grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials()));
      for (size_t i = next++; i < questions.size(); i = next++) {
        grpc::ClientContext context;
        api::ListRefpagesResponse response;
        const grpc::Status status =
            stub->ListRefpages(&context, Ask(argv[2], questions[i]), &response);
        if (!status.ok()) {
          fmt::print(stderr, "repeat_client: {}\n", status.error_message());
          std::exit(1);
        }
        prices.Add(questions[i], response.summary());
      }
    });
  }
  for (auto& caller : callers) caller.get();
  fmt::print("{}\n", prices.Json());
  return 0;
}
