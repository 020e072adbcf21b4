#include "service/embedded/backend.h"

#include <algorithm>
#include <chrono>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "service/embedded/body_writer.h"
#include "service/embedded/key_finder.h"

namespace backlinks::embedded {
namespace {

namespace asio = boost::asio;

constexpr int64_t kDefaultUnitsLimit = 1'000'000'000;
constexpr std::string_view kHtml =
    "<!DOCTYPE html><html><body>fault</body></html>";

bool TakesGzip(const http_server::HttpServerRequest& request) {
  return request.header("accept-encoding").value_or("").find("gzip") !=
         std::string_view::npos;
}

}  // namespace

bool Backend::IsToken(std::string_view token) const {
  return !token.empty() && (options_.token.empty() || token == options_.token);
}

int64_t Backend::Cap(int64_t limit) const {
  return options_.max_rows_per_request > 0
             ? std::min(limit, options_.max_rows_per_request)
             : limit;
}

int64_t Backend::units_limit() const {
  return options_.units_limit > 0 ? options_.units_limit : kDefaultUnitsLimit;
}

void Backend::SetFault(Fault fault) {
  const std::lock_guard lock(mutex_);
  fault_ = std::move(fault);
}

Fault Backend::NextFault() {
  const std::lock_guard lock(mutex_);
  if (!fault_.count) return fault_;
  if (*fault_.count == 0) return {};
  --*fault_.count;
  return fault_;
}

absl::StatusOr<Backend::Page> Backend::Run(const PageSql& sql) {
  auto pooled = databases_.Acquire();
  if (!pooled.ok()) return pooled.status();
  Database& database = (*pooled)->database;
  auto keys = KeyFinder(sorted_keys_).Find(database, (*pooled)->version, sql);
  if (!keys.ok()) return keys.status();
  auto row = database.Prepare(sql.row);
  if (!row.ok()) return row.status();
  const int64_t count = keys->row_count();
  return Page{*std::move(pooled), PageRows(*std::move(keys), *std::move(row)),
              count};
}

asio::awaitable<bool> SendRows(RowsAnswer& answer) {
  const bool gzip = answer.compresses && TakesGzip(answer.request);
  if (gzip) answer.headers.emplace_back("Content-Encoding", "gzip");
  const bool begun = co_await answer.reply.Begin(200, answer.headers);
  if (!begun) co_return false;
  BodyWriter body(answer.reply, gzip, answer.fault);
  body.pending() += answer.format.head();
  for (int64_t sent = 0;; ++sent) {
    if (sent == answer.fault.after_rows)
      co_return co_await body.FlushAndBreak();
    const auto row = answer.rows.Step();
    if (!row.ok()) answer.reply.Abort(true);
    if (!row.ok() || !*row) break;
    answer.format.AppendRow(answer.rows.row(), sent == 0, body.pending());
    if (!body.is_large()) continue;
    const bool ok = co_await body.Flush();
    if (!ok) co_return false;
  }
  body.pending() += answer.format.tail();
  co_return co_await body.End();
}

asio::awaitable<void> Delay(const Fault& fault) {
  if (fault.delay_ms <= 0) co_return;
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           std::chrono::milliseconds(fault.delay_ms));
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<bool> SendHtml(const Fault& fault,
                               http_server::HttpReply& reply) {
  if (!fault.html && !fault.status) co_return false;
  const http_server::HttpHeaders headers = FaultHeaders(fault, "text/html");
  co_await reply.Send(fault.status.value_or(200), headers, kHtml);
  co_return true;
}

http_server::HttpHeaders FaultHeaders(const Fault& fault,
                                      std::string_view content_type) {
  http_server::HttpHeaders headers;
  headers.emplace_back("Content-Type", content_type);
  if (fault.retry_after) {
    headers.emplace_back("Retry-After", fmt::to_string(*fault.retry_after));
  }
  return headers;
}

}  // namespace backlinks::embedded
