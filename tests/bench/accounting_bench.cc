// What accounting adds to a call: the time until a price is reserved, which the
// upstream request waits for, and until it is settled, which nothing waits for.
//
// accounting_bench STATE [ROUNDS]: STATE is empty (memory), sqlite:FILE, or the
// URL of a Redis server. Prints one JSON line of microseconds: the median and
// p99.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "service/accounting/budget_book.h"
#include "service/state/redis/redis_state.h"
#include "service/state/redis/server_address.h"
#include "service/state/sqlite_state.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

constexpr int kWarmUp = 200;
constexpr std::string_view kSqlite = "sqlite:";

[[noreturn]] void Fail(const absl::Status& status) {
  fmt::print(stderr, "{}\n", status.ToString());
  std::exit(1);
}

template <typename State>
std::unique_ptr<state::SharedState> OrFail(
    absl::StatusOr<std::unique_ptr<State>> opened) {
  if (!opened.ok()) Fail(opened.status());
  return *std::move(opened);
}

std::unique_ptr<state::SharedState> Open(const std::string& where) {
  if (where.empty() || where.starts_with(kSqlite)) {
    const size_t prefix = where.empty() ? 0 : kSqlite.size();
    return OrFail(state::SqliteState::Open({.file = where.substr(prefix)}));
  }
  auto address = state::redis::ParseServerUrl(where, Secret());
  if (!address.ok()) Fail(address.status());
  state::redis::RedisStateOptions options;
  options.client.connection.address = *address;
  return OrFail(state::redis::RedisState::Make(options));
}

struct Times {
  std::vector<double> reserve, settle;
};

asio::awaitable<void> Measure(accounting::BudgetBook& book, int rounds,
                              Times& times) {
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::this_coro::throw_if_cancelled(false);
  const CallerBudget budget = {.day = 1'000'000'000'000, .month = {}};
  for (int i = 0; i < kWarmUp + rounds; ++i) {
    const auto start = Clock::now();
    const auto decision = co_await book.Reserve("seo-dashboard", budget, 1200);
    const auto reserved = Clock::now();
    if (!decision.ok()) Fail(decision.status());
    book.Settle(executor, decision->reserved, 1200);
    while (book.unsettled() > 0) {
      co_await asio::post(executor, asio::use_awaitable);
    }
    if (i < kWarmUp) continue;
    times.reserve.push_back(Micros(reserved - start).count());
    times.settle.push_back(Micros(Clock::now() - reserved).count());
  }
}

double At(std::vector<double>& values, double part) {
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(part * (values.size() - 1))];
}

int Main(const std::string& where, int rounds) {
  const std::unique_ptr<state::SharedState> state = Open(where);
  accounting::BudgetBook book(*state);
  Times times;
  asio::io_context io;
  asio::co_spawn(io, Measure(book, rounds, times), asio::detached);
  io.run();
  fmt::print(R"({{"reserve": {:.1f}, "reserve_p99": {:.1f}, "settle": {:.1f}, )"
             R"("settle_p99": {:.1f}}})"
             "\n",
             At(times.reserve, 0.5), At(times.reserve, 0.99),
             At(times.settle, 0.5), At(times.settle, 0.99));
  return 0;
}

}  // namespace
}  // namespace backlinks

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  return backlinks::Main(argv[1], argc > 2 ? std::atoi(argv[2]) : 5000);
}
