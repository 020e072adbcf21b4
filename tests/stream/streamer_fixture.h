// The streamer between an upstream and a client in memory, over real dialect,
// decoder and encoder.
#ifndef BACKLINKS_TESTS_STREAM_STREAMER_FIXTURE_H_
#define BACKLINKS_TESTS_STREAM_STREAMER_FIXTURE_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "gtest/gtest.h"
#include "service/exchange/paid_exchange.h"
#include "service/stream/refpage_streamer.h"
#include "tests/stream/fake_upstream.h"

namespace backlinks::stream::testing_fakes {

// A page of rows whose ahrefs_rank counts.
inline std::string PageOf(int64_t begin, int64_t end) {
  std::vector<std::string> rows;
  for (int64_t i = begin; i < end; ++i) {
    rows.push_back(fmt::format(
        R"({{"url_from":"http://a.example/{0}","ahrefs_rank":{0}}})", i));
  }
  return fmt::format(R"({{"refpages":[{}]}})", fmt::join(rows, ","));
}

inline ScriptedResponse Answer(std::string body) {
  return {{200, {}}, {Piece(std::move(body))}};
}

inline std::vector<int64_t> Range(int64_t begin, int64_t end) {
  std::vector<int64_t> numbers;
  for (int64_t i = begin; i < end; ++i) numbers.push_back(i);
  return numbers;
}

class RefpageStreamerTest : public testing::Test {
 protected:
  RefpageStreamerTest() {
    plan_.target = "example.com";
    plan_.select = plan_.deliver = FullColumnSet();
    plan_.row_limit = 1000;
    plan_.page_rows = 1000;
    plan_.total_order = true;
    options_.backoff.first = absl::Milliseconds(1);
    Restart();
  }

  // As another call begins: with a client and an account of its own.
  void Restart() {
    writer_.messages.clear();
    exchange_.targets.clear();
    recorder_ = CallRecorder({.trace = trace_});
    recorder_.OnCaller("seo-dashboard");
    cursor_ = {};
    io_.restart();
  }

  absl::Status Run(SteadyTime deadline = SteadyTime::InfiniteFuture()) {
    RefpageStreamer streamer(
        io_.get_executor(),
        {.dialect = *dialect_,
         .plan = plan_,
         .residual = residual_.get(),
         .cursor = cursor_,
         .token = [this](const Cursor& cursor) { return Token(cursor); },
         .exchange = *top_exchange_,
         .writer = writer_,
         .options = options_,
         .open_streams = open_streams_,
         .recorder = recorder_,
         .make_payment = make_payment_});
    std::optional<absl::Status> status;
    boost::asio::co_spawn(
        io_, streamer.Run(deadline),
        boost::asio::bind_cancellation_slot(
            cancel_.slot(),
            [&](const std::exception_ptr& error, const absl::Status& result) {
              status = error ? absl::InternalError("exception") : result;
            }));
    io_.run_for(std::chrono::seconds(30));
    return status.value_or(absl::InternalError("did not end"));
  }

  std::vector<int64_t> Ranks() const {
    std::vector<int64_t> ranks;
    for (const auto& message : writer_.messages) {
      for (const auto& row : message.refpages()) {
        ranks.push_back(row.ahrefs_rank());
      }
    }
    return ranks;
  }

  // The cursor that a message's token stands for.
  const Cursor& CursorOf(const v1::StreamRefpagesResponse& message) const {
    return tokens_.at(std::stoul(message.resume_token()));
  }

  const v1::StreamSummary& Summary() const {
    return writer_.messages.back().summary();
  }

  boost::asio::io_context io_{1};
  boost::asio::cancellation_signal cancel_;
  std::unique_ptr<dialect::Dialect> dialect_ =
      dialect::MakeAhrefsV2("/", Secret("token"), {}, dialect::kNoRowCap);
  Plan plan_;
  std::unique_ptr<evaluate::RowFilter> residual_;
  Cursor cursor_;
  FakeExchange exchange_;
  exchange::PaidExchange paid_exchange_{
      std::make_unique<ForwardingExchange>(exchange_)};
  exchange::HttpExchange* top_exchange_ = &paid_exchange_;
  FakeWriter writer_;
  StreamerOptions options_;
  OpenStreams open_streams_;
  std::shared_ptr<CallTrace> trace_;  // Of the call that Restart begins.
  CallRecorder recorder_;
  PaymentMaker make_payment_;
  const CallRecord& record_ = recorder_.record();

 private:
  std::string Token(const Cursor& cursor) {
    tokens_.push_back(cursor);
    return std::to_string(tokens_.size() - 1);
  }

  std::vector<Cursor> tokens_;
};

}  // namespace backlinks::stream::testing_fakes

#endif  // BACKLINKS_TESTS_STREAM_STREAMER_FIXTURE_H_
