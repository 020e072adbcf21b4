#include "service/embedded/v2_handler.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "service/model/decimal.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;

constexpr size_t kMaxIdleDatabases = 8;
constexpr int64_t kRowsOfSubscription = 1'000'000'000;
constexpr std::string_view kHtml =
    "<!DOCTYPE html><html><body>fault</body></html>";

HttpHeaders Headers(std::string_view content_type, std::string_view count) {
  HttpHeaders headers;
  headers.emplace_back("Content-Type", content_type);
  headers.emplace_back("X-Results-Count", count);
  return headers;
}

// v2's errors come with status 200.
asio::awaitable<void> SendError(HttpReply& reply, const RowFormat& format,
                                std::string_view text) {
  HttpHeaders headers = Headers(format.content_type(), "0");
  headers.emplace_back("X-Status", "error");
  co_await reply.Send(200, std::move(headers), format.Error(text));
}

bool TakesGzip(const HttpServerRequest& request) {
  return request.header("accept-encoding").value_or("").find("gzip") !=
         std::string_view::npos;
}

std::string SelectSql(const V2Query& query, const Fault& fault) {
  std::string sql = "SELECT ";
  for (const Column* column : query.select) {
    sql += fmt::format("\"{}\",", column->name);
  }
  sql.back() = ' ';
  // Rows that are equal in all keys keep one order from page to page.
  return fmt::format("{}{} ORDER BY {}{} LIMIT ? OFFSET ?", sql, query.from_sql,
                     query.order_sql, fault.unstable ? "random()" : "id");
}

std::string CountSql(const V2Query& query) {
  return fmt::format("SELECT count(*) FROM (SELECT 1 {} LIMIT ? OFFSET ?)",
                     query.from_sql);
}

}  // namespace

struct V2Handler::Answer {
  Answer(const HttpServerRequest& q, HttpReply& r, const Fault& f)
      : request(q), reply(r), fault(f) {}

  AnsweredRequest Account() const {
    return {.target = query.target,
            .where = query.where,
            .having = query.having,
            .order_by = query.order_by,
            .select = query.select_text,
            .limit = query.limit,
            .offset = query.offset,
            .rows = count};
  }

  const HttpServerRequest& request;
  HttpReply& reply;
  const Fault& fault;
  V2Query query;
  std::unique_ptr<Database> database;
  std::optional<Statement> rows;
  int64_t count = 0;
  std::unique_ptr<RowFormat> format;
};

void V2Handler::SetFault(Fault fault) {
  const std::lock_guard lock(mutex_);
  fault_ = std::move(fault);
}

Fault V2Handler::TakeFault() {
  const std::lock_guard lock(mutex_);
  if (!fault_.count) return fault_;
  if (*fault_.count == 0) return {};
  --*fault_.count;
  return fault_;
}

absl::StatusOr<std::unique_ptr<Database>> V2Handler::TakeDatabase() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto database = std::move(idle_.back());
      idle_.pop_back();
      return database;
    }
  }
  auto opened = Database::Open(options_.data);
  if (!opened.ok()) return opened.status();
  return std::make_unique<Database>(*std::move(opened));
}

void V2Handler::GiveBack(std::unique_ptr<Database> database) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMaxIdleDatabases) idle_.push_back(std::move(database));
}

asio::awaitable<void> V2Handler::Handle(const HttpServerRequest& request,
                                        HttpReply& reply) {
  const Fault fault = TakeFault();
  if (co_await ApplyFault(fault, reply)) co_return;
  const auto format = MakeRowFormat(request.parameter("output") == "xml", {});
  const std::string_view token = request.parameter("token").value_or("");
  const std::string_view from = request.parameter("from").value_or("");
  if (token.empty() || (!options_.token.empty() && token != options_.token)) {
    co_await SendError(reply, *format, "invalid token");
  } else if (from == "subscription_info") {
    co_await SubscriptionInfo(reply);
  } else if (from == "backlinks") {
    co_await Backlinks(request, reply, fault);
  } else {
    co_await SendError(
        reply, *format,
        from.empty() ? "from: parameter is missing" : "from: unknown table");
  }
}

asio::awaitable<bool> V2Handler::ApplyFault(const Fault& fault,
                                            HttpReply& reply) {
  if (fault.delay_ms > 0) {
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             std::chrono::milliseconds(fault.delay_ms));
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (fault.error) {
    co_await SendError(reply, *MakeRowFormat(false, {}), *fault.error);
    co_return true;
  }
  if (!fault.html && !fault.status) co_return false;
  HttpHeaders headers;
  headers.emplace_back("Content-Type", "text/html");
  if (fault.retry_after) {
    headers.emplace_back("Retry-After", fmt::to_string(*fault.retry_after));
  }
  co_await reply.Send(fault.status.value_or(200), std::move(headers), kHtml);
  co_return true;
}

asio::awaitable<void> V2Handler::SubscriptionInfo(HttpReply& reply) {
  const int64_t left =
      std::max<int64_t>(0, kRowsOfSubscription * 1000 - account_.milli_price());
  co_await reply.Send(
      200, Headers("application/json", "1"),
      fmt::format(R"({{"info":{{"rows_left":{},"rows_limit":{},)"
                  R"("subscription":"Embedded"}}}})",
                  FormatMilli(left), kRowsOfSubscription));
}

absl::Status V2Handler::Prepare(Answer& answer) {
  auto query = ParseV2Query(answer.request);
  if (!query.ok()) return query.status();
  answer.query = *std::move(query);
  if (options_.max_rows_per_request > 0) {
    answer.query.limit =
        std::min(answer.query.limit, options_.max_rows_per_request);
  }
  auto database = TakeDatabase();
  if (!database.ok()) return database.status();
  answer.database = *std::move(database);
  std::vector<SqlValue> values = answer.query.values;
  values.emplace_back(answer.query.limit);
  values.emplace_back(answer.query.offset);
  for (const bool counting : {true, false}) {
    auto statement = answer.database->Prepare(
        counting ? CountSql(answer.query)
                 : SelectSql(answer.query, answer.fault));
    if (!statement.ok()) return statement.status();
    for (size_t i = 0; i < values.size(); ++i) {
      statement->Bind(static_cast<int>(i) + 1, values[i]);
    }
    if (counting) {
      const auto counted = statement->Step();
      if (!counted.ok()) return counted.status();
      answer.count = statement->number(0);
    } else {
      answer.rows.emplace(*std::move(statement));
    }
  }
  return absl::OkStatus();
}

asio::awaitable<void> V2Handler::Backlinks(const HttpServerRequest& request,
                                           HttpReply& reply,
                                           const Fault& fault) {
  Answer answer(request, reply, fault);
  const absl::Status prepared = Prepare(answer);
  answer.format =
      MakeRowFormat(request.parameter("output") == "xml", answer.query.select);
  if (!prepared.ok()) {
    co_await SendError(reply, *answer.format, std::string(prepared.message()));
    co_return;
  }
  co_await SendRows(answer);
  answer.rows.reset();
  GiveBack(std::move(answer.database));
}

asio::awaitable<bool> V2Handler::SendRows(Answer& answer) {
  const bool gzip = TakesGzip(answer.request);
  HttpHeaders headers =
      Headers(answer.format->content_type(), fmt::to_string(answer.count));
  if (gzip) headers.emplace_back("Content-Encoding", "gzip");
  account_.Add(answer.Account());
  if (!co_await answer.reply.Begin(200, std::move(headers))) co_return false;
  BodyWriter body(answer.reply, gzip, answer.fault);
  body.pending() += answer.format->head();
  for (int64_t sent = 0;; ++sent) {
    if (sent == answer.fault.after_rows)
      co_return co_await body.FlushAndBreak();
    const auto row = answer.rows->Step();
    if (!row.ok()) answer.reply.Abort(true);
    if (!row.ok() || !*row) break;
    answer.format->AppendRow(*answer.rows, sent == 0, body.pending());
    if (!body.is_large()) continue;
    const bool ok = co_await body.Flush();
    if (!ok) co_return false;
  }
  body.pending() += answer.format->tail();
  co_return co_await body.End();
}

}  // namespace backlinks
