#include "service/state/sqlite_state.h"

#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/net/cancel.h"
#include "service/state/argument_checks.h"
#include "service/state/sqlite_budgets.h"
#include "service/state/sqlite_values.h"

namespace backlinks::state {
namespace {

namespace asio = boost::asio;

// Attaches a timer to a job while a coroutine waits for it.
class Attachment {
 public:
  Attachment(SqliteJob& job, asio::steady_timer& timer) : job_(job) {
    job_.Attach(timer);
  }
  ~Attachment() { job_.Detach(); }
  Attachment(const Attachment&) = delete;
  Attachment& operator=(const Attachment&) = delete;

 private:
  SqliteJob& job_;
};

template <typename T, typename Operation>
std::shared_ptr<SqliteJobOf<T>> MakeJob(Operation operation) {
  return std::make_shared<SqliteJobOf<T>>(std::move(operation));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteState>> SqliteState::Open(
    const SqliteOptions& options) {
  auto database = SqliteDatabase::Open(options.file, options.timeout / 2);
  if (!database.ok()) return database.status();
  return std::unique_ptr<SqliteState>(
      new SqliteState(*std::move(database), options));
}

SqliteState::SqliteState(SqliteDatabase database, const SqliteOptions& options)
    : max_value_bytes_(options.max_value_bytes),
      timeout_(options.timeout),
      worker_(std::move(database), options.now) {}

asio::awaitable<absl::Status> SqliteState::Await(SqliteJob& job, size_t bytes) {
  bool is_cancelled = co_await net::IsCancelled();
  if (is_cancelled) co_return absl::CancelledError();
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, absl::ToChronoNanoseconds(timeout_));
  const Attachment attachment(job, timer);
  BACKLINKS_CO_RETURN_IF_ERROR(worker_.Submit(job.shared_from_this(), bytes));
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (job.is_finished()) co_return absl::OkStatus();
  is_cancelled = co_await net::IsCancelled();
  if (is_cancelled) co_return absl::CancelledError();
  co_return absl::UnavailableError(fmt::format(
      "the state did not respond within {}", absl::FormatDuration(timeout_)));
}

template <typename T>
SharedState::Result<T> SqliteState::Perform(
    std::shared_ptr<SqliteJobOf<T>>& job, size_t bytes) {
  const absl::Status waited = co_await Await(*job, bytes);
  BACKLINKS_CO_RETURN_IF_ERROR(waited);
  co_return std::move(job->result());
}

SharedState::Result<std::optional<StoredValue>> SqliteState::GetValue(
    std::string_view key) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckGetValue(key));
  auto job = MakeJob<std::optional<StoredValue>>(
      [key = std::string(key)](SqliteDatabase& db, Micros now) {
        return ReadValue(db, key, now);
      });
  co_return co_await Perform(job);
}

asio::awaitable<absl::Status> SqliteState::PutValue(
    std::string_view key, std::string_view bytes, absl::Duration time_to_live) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckPutValue(key, bytes, time_to_live));
  auto job = MakeJob<bool>(
      [key = std::string(key), bytes = std::string(bytes), time_to_live,
       max_bytes = max_value_bytes_](SqliteDatabase& db, Micros now) {
        return StoreValue(db, key, bytes, time_to_live, max_bytes, now);
      });
  const auto stored = co_await Perform(job, bytes.size());
  co_return stored.status();
}

SharedState::Result<LeaseHold> SqliteState::AcquireLease(
    std::string_view name, std::string_view token, absl::Duration duration) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckLease(name, token, duration));
  auto job =
      MakeJob<LeaseHold>([name = std::string(name), token = std::string(token),
                          duration](SqliteDatabase& db, Micros now) {
        return state::AcquireLease(db, name, token, duration, now);
      });
  co_return co_await Perform(job);
}

SharedState::Result<bool> SqliteState::ExtendLease(std::string_view name,
                                                   std::string_view token,
                                                   absl::Duration duration) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckLease(name, token, duration));
  auto job =
      MakeJob<bool>([name = std::string(name), token = std::string(token),
                     duration](SqliteDatabase& db, Micros now) {
        return state::ExtendLease(db, name, token, duration, now);
      });
  co_return co_await Perform(job);
}

SharedState::Result<bool> SqliteState::ReleaseLease(std::string_view name,
                                                    std::string_view token) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckLease(name, token));
  auto job =
      MakeJob<bool>([name = std::string(name), token = std::string(token)](
                        SqliteDatabase& db, Micros now) {
        return state::ReleaseLease(db, name, token, now);
      });
  co_return co_await Perform(job);
}

SharedState::Result<std::optional<ExceededCounter>> SqliteState::Reserve(
    const Reservation& reservation) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckReserve(reservation));
  auto job = MakeJob<std::optional<ExceededCounter>>(
      [reservation](SqliteDatabase& db, Micros now) {
        return state::Reserve(db, reservation, now);
      });
  co_return co_await Perform(job);
}

SharedState::Result<bool> SqliteState::Settle(std::string_view id,
                                              int64_t amount) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckSettle(id, amount));
  auto job = MakeJob<bool>(
      [id = std::string(id), amount](SqliteDatabase& db, Micros now) {
        return state::Settle(db, id, amount, now);
      });
  co_return co_await Perform(job);
}

SharedState::Result<std::vector<CounterUse>> SqliteState::ReadCounters(
    const std::vector<std::string>& names) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckReadCounters(names));
  auto job =
      MakeJob<std::vector<CounterUse>>([names](SqliteDatabase& db, Micros now) {
        return state::ReadCounters(db, names, now);
      });
  co_return co_await Perform(job);
}

SharedState::Result<absl::Duration> SqliteState::Take(std::string_view name,
                                                      const TokenBucket& bucket,
                                                      int64_t count) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckTake(name, bucket, count));
  auto job = MakeJob<absl::Duration>([name = std::string(name), bucket, count](
                                         SqliteDatabase& db, Micros now) {
    return state::Take(db, name, bucket, count, now);
  });
  co_return co_await Perform(job);
}

}  // namespace backlinks::state
