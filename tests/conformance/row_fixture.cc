#include "tests/conformance/row_fixture.h"

#include <fstream>
#include <optional>
#include <utility>

#include "boost/asio/co_spawn.hpp"
#include "boost/json/object.hpp"
#include "boost/json/serialize.hpp"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/evaluate/row_filter.h"
#include "service/exchange/beast_exchange.h"
#include "service/plan/planner.h"
#include "service/stream/refpage_streamer.h"
#include "service/validate/validator.h"
#include "tests/conformance/conformance_case.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/random_query.h"

namespace backlinks::conformance {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

using testing_support::RandomSource;

// What a row of the target links to; there is no row without it.
const char* const kUrls[] = {"https://example.com/",
                             "http://www.Example.com/a?b=c#d",
                             "https://sub.example.com:8080/x"};

// As a database of v2 can hold it: its dates are whole seconds.
v1::Refpage RandomRow(RandomSource& random, int absent_percent) {
  v1::Refpage row = testing_support::RandomRefpage(random, absent_percent);
  row.set_url_to(random.Pick(kUrls));
  if (row.has_first_seen()) row.mutable_first_seen()->set_nanos(0);
  if (row.has_last_visited()) row.mutable_last_visited()->set_nanos(0);
  if (row.has_prev_visited()) row.mutable_prev_visited()->set_nanos(0);
  if (row.has_url_from_first_seen()) {
    row.mutable_url_from_first_seen()->set_nanos(0);
  }
  return row;
}

// As API v3 can have sent it.
void MakeLikeV3(RandomSource& random, v1::Refpage& row) {
  static constexpr int64_t kRatings[] = {0, 1, 20, 21, 100};
  row.clear_prev_visited();
  if (!row.has_url_from()) row.set_url_from("https://example.org/");
  if (row.has_ahrefs_rank()) row.set_ahrefs_rank(random.Pick(kRatings));
  if (row.has_domain_rating()) row.set_domain_rating(random.Pick(kRatings));
}

json::value CellValue(const v1::Refpage& row, const Column& column) {
  const auto* field = v1::Refpage::descriptor()->FindFieldByName(column.name);
  const auto& cells = *row.GetReflection();
  if (!cells.HasField(row, field)) return nullptr;
  if (column.type == ColumnType::kInt64) return cells.GetInt64(row, field);
  if (column.type == ColumnType::kBool) return cells.GetBool(row, field);
  return json::string(CellText(row, column.name));
}

std::string JsonLine(const v1::Refpage& row) {
  json::object object;
  for (const Column& column : AllColumns()) {
    object[column.name] = CellValue(row, column);
  }
  return json::serialize(object) + "\n";
}

class RowCollector final : public stream::MessageWriter {
 public:
  explicit RowCollector(Outcome& outcome) : outcome_(outcome) {}

  asio::awaitable<bool> Write(std::string&& message) override {
    v1::StreamRefpagesResponse response;
    if (!response.ParseFromString(message)) co_return false;
    for (v1::Refpage& row : *response.mutable_refpages()) {
      outcome_.rows.push_back(std::move(row));
    }
    if (response.has_summary()) outcome_.summary = response.summary();
    co_return true;
  }

 private:
  Outcome& outcome_;
};

}  // namespace

RowFixture::RowFixture(RandomSource& random, const FixtureOptions& options) {
  for (int i = 0; i < options.row_count; ++i) {
    rows_.push_back(RandomRow(random, options.absent_percent));
    if (options.v3) MakeLikeV3(random, rows_.back());
  }
  const absl::Status opened = Open(options);
  if (!opened.ok()) ADD_FAILURE() << opened;
}

RowFixture::~RowFixture() = default;

absl::Status RowFixture::Open(const FixtureOptions& options) {
  const testing_file::TemporaryFolder folder;
  const std::string data = folder.path("rows.jsonl");
  std::ofstream file(data);
  for (const v1::Refpage& row : rows_) file << JsonLine(row);
  file.close();
  auto upstream = embedded::EmbeddedUpstream::Start(
      {.data = data, .token = "token", .max_rows_per_request = options.cap});
  if (!upstream.ok()) return upstream.status();
  dialect_ = MakeDialect(options);
  auto exchange = exchange::BeastExchange::Make(
      io_.get_executor(),
      {.endpoint = {
           .tls = false, .host = "127.0.0.1", .port = (*upstream)->port()}});
  if (!exchange.ok()) return exchange.status();
  exchange_ = *std::move(exchange);
  upstream_ = *std::move(upstream);
  return absl::OkStatus();
}

std::unique_ptr<dialect::Dialect> RowFixture::MakeDialect(
    const FixtureOptions& options) {
  const int64_t cap = options.knows_cap ? options.cap : 0;
  if (options.v3) {
    return dialect::MakeAhrefsV3({.base_path = "/v3/",
                                  .token = Secret("token"),
                                  .max_rows_per_request = cap});
  }
  ColumnSet nullable;
  if (options.absent_percent > 0) {
    nullable = FullColumnSet();
    nullable.reset(FindColumn("url_to")->number);
  }
  return dialect::MakeAhrefsV2("/", Secret("token"), nullable,
                               options.cap == 0 ? dialect::kNoRowCap : cap);
}

Outcome RowFixture::Ask(const v1::StreamRefpagesRequest& request,
                        int64_t page_rows) {
  Outcome outcome;
  const auto query = validate::Validate(request);
  outcome.status = query.status();
  if (!query.ok()) return outcome;
  auto plan = plan::Planner(*dialect_, {.page_rows = page_rows}).Make(*query);
  outcome.status = plan.status();
  if (!plan.ok()) return outcome;
  outcome.plan = *std::move(plan);
  outcome.estimate = plan::EstimateCost(*dialect_, outcome.plan);
  const embedded::Account& account = upstream_->account();
  const int64_t asked_before = account.request_count();
  const int64_t charged_before = account.milli_price();
  outcome.status = Stream(outcome);
  outcome.asked_count = account.request_count() - asked_before;
  outcome.charged_milli = account.milli_price() - charged_before;
  return outcome;
}

absl::Status RowFixture::Stream(Outcome& outcome) {
  std::unique_ptr<evaluate::RowFilter> residual;
  if (outcome.plan.residual) {
    auto compiled = evaluate::RowFilter::Compile(*outcome.plan.residual);
    if (!compiled.ok()) return compiled.status();
    residual = *std::move(compiled);
  }
  RowCollector writer(outcome);
  Cursor cursor;
  CallRecorder recorder;
  const stream::StreamerOptions options;
  stream::OpenStreams open_streams;
  stream::RefpageStreamer streamer(
      io_.get_executor(), {.dialect = *dialect_,
                           .plan = outcome.plan,
                           .residual = residual.get(),
                           .cursor = cursor,
                           .token = [](const Cursor&) { return "token"; },
                           .exchange = *exchange_,
                           .writer = writer,
                           .options = options,
                           .open_streams = open_streams,
                           .recorder = recorder});
  std::optional<absl::Status> status;
  asio::co_spawn(
      io_, streamer.Run(SteadyTime::InfiniteFuture()),
      [&status](const std::exception_ptr& error, const absl::Status& is) {
        status = error ? absl::InternalError("exception") : is;
      });
  // Kept connections may wait for ever.
  io_.restart();
  while (!status) io_.run_one();
  return *status;
}

}  // namespace backlinks::conformance
