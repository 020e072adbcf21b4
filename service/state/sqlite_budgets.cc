#include "service/state/sqlite_budgets.h"

#include <algorithm>

#include "service/common/status/status.h"
#include "service/state/argument_checks.h"

namespace backlinks::state {
namespace {

// Those of expired counters.
constexpr char kRemoveReservations[] =
    "DELETE FROM reservation WHERE counter IN "
    "(SELECT name FROM counter WHERE expires_at <= ?)";

// Returns whether the reservation is open on a counter that has not expired.
absl::StatusOr<bool> IsOpen(SqliteDatabase& db, std::string_view id,
                            Micros now) {
  return db
      .Sql(
          "SELECT 1 FROM reservation JOIN counter ON name = counter "
          "WHERE id = ? AND expires_at > ?")
      .Bytes(id)
      .Number(now)
      .Step();
}

absl::StatusOr<int64_t> UsedOf(SqliteDatabase& db, std::string_view counter,
                               Micros now) {
  SqlRun run =
      db.Sql("SELECT used FROM counter WHERE name = ? AND expires_at > ?");
  const auto row = run.Bytes(counter).Number(now).Step();
  if (!row.ok()) return row.status();
  return *row ? run.number(0) : 0;
}

absl::StatusOr<std::optional<ExceededCounter>> FirstExceeded(
    SqliteDatabase& db, const Reservation& reservation, Micros now) {
  for (size_t i = 0; i < reservation.counters.size(); ++i) {
    const Counter& counter = reservation.counters[i];
    const auto used = UsedOf(db, counter.name, now);
    if (!used.ok()) return used.status();
    if (*used + reservation.amount > counter.limit) {
      return ExceededCounter{i, *used};
    }
  }
  return std::nullopt;
}

absl::Status CheckExpiry(const Reservation& reservation, Micros now) {
  const Micros lease_ends_at =
      now + absl::ToInt64Microseconds(reservation.lease);
  for (size_t i = 0; i < reservation.counters.size(); ++i) {
    if (absl::ToUnixMicros(reservation.counters[i].expires_at) <
        lease_ends_at) {
      return ExpiresTooEarly(i);
    }
  }
  return absl::OkStatus();
}

// Returns false if there is no such counter, or it has expired.
absl::StatusOr<bool> AddToExisting(SqliteDatabase& db, const Counter& counter,
                                   int64_t amount, Micros now) {
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql(
            "UPDATE counter SET used = used + ?, "
            "expires_at = max(expires_at, ?) WHERE name = ? AND expires_at > ?")
          .Number(amount)
          .Number(absl::ToUnixMicros(counter.expires_at))
          .Bytes(counter.name)
          .Number(now)
          .Finish());
  return db.changed_rows() > 0;
}

// Removes the counter and its reservations if it has expired.
absl::Status RemoveIfExpired(SqliteDatabase& db, std::string_view counter,
                             Micros now) {
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql("DELETE FROM reservation WHERE counter = "
             "(SELECT name FROM counter WHERE name = ? AND expires_at <= ?)")
          .Bytes(counter)
          .Number(now)
          .Finish());
  return db.Sql("DELETE FROM counter WHERE name = ? AND expires_at <= ?")
      .Bytes(counter)
      .Number(now)
      .Finish();
}

absl::Status AddToNew(SqliteDatabase& db, const Counter& counter,
                      int64_t amount, Micros now) {
  BACKLINKS_RETURN_IF_ERROR(RemoveIfExpired(db, counter.name, now));
  return db.Sql("INSERT INTO counter (name, used, expires_at) VALUES (?, ?, ?)")
      .Bytes(counter.name)
      .Number(amount)
      .Number(absl::ToUnixMicros(counter.expires_at))
      .Finish();
}

absl::Status AddTo(SqliteDatabase& db, const Counter& counter,
                   const Reservation& reservation, Micros now) {
  const auto exists = AddToExisting(db, counter, reservation.amount, now);
  if (!exists.ok()) return exists.status();
  if (!*exists) {
    BACKLINKS_RETURN_IF_ERROR(AddToNew(db, counter, reservation.amount, now));
  }
  return db
      .Sql(
          "INSERT INTO reservation (id, counter, amount, lease_ends_at) "
          "VALUES (?, ?, ?, ?)")
      .Bytes(reservation.id)
      .Bytes(counter.name)
      .Number(reservation.amount)
      .Number(now + absl::ToInt64Microseconds(reservation.lease))
      .Finish();
}

// Returns whether a counter of the reservation has not expired. A statement for
// each counter, because one for all of them makes a temporary table, which
// costs three times as much.
absl::StatusOr<bool> SettleCounters(SqliteDatabase& db, std::string_view id,
                                    int64_t amount, Micros now) {
  bool was_open = false;
  SqlRun reserved =
      db.Sql("SELECT counter, amount FROM reservation WHERE id = ?");
  auto row = reserved.Bytes(id).Step();
  for (; row.ok() && *row; row = reserved.Step()) {
    BACKLINKS_RETURN_IF_ERROR(db.Sql("UPDATE counter SET used = used + ? "
                                     "WHERE name = ? AND expires_at > ?")
                                  .Number(amount - reserved.number(1))
                                  .Bytes(reserved.bytes(0))
                                  .Number(now)
                                  .Finish());
    was_open = was_open || db.changed_rows() > 0;
  }
  if (!row.ok()) return row.status();
  return was_open;
}

absl::StatusOr<CounterUse> UseOf(SqliteDatabase& db, std::string_view counter,
                                 Micros now) {
  SqlRun run = db.Sql(
      "SELECT used, (SELECT sum(amount) FROM reservation "
      "WHERE counter = name AND lease_ends_at > ?) "
      "FROM counter WHERE name = ? AND expires_at > ?");
  const auto row = run.Number(now).Bytes(counter).Number(now).Step();
  if (!row.ok()) return row.status();
  if (!*row) return CounterUse();
  return CounterUse{run.number(0) - run.number(1), run.number(1)};
}

// Returns 0 for an unknown bucket.
absl::StatusOr<Micros> FullAt(SqliteDatabase& db, std::string_view bucket) {
  SqlRun run = db.Sql("SELECT full_at FROM bucket WHERE name = ?");
  const auto row = run.Bytes(bucket).Step();
  if (!row.ok()) return row.status();
  return *row ? run.number(0) : 0;
}

}  // namespace

absl::StatusOr<std::optional<ExceededCounter>> Reserve(
    SqliteDatabase& db, const Reservation& reservation, Micros now) {
  const auto is_open = IsOpen(db, reservation.id, now);
  if (!is_open.ok()) return is_open.status();
  if (*is_open) return std::nullopt;
  BACKLINKS_RETURN_IF_ERROR(CheckExpiry(reservation, now));
  auto exceeded = FirstExceeded(db, reservation, now);
  if (!exceeded.ok() || exceeded->has_value()) return exceeded;
  for (const Counter& counter : reservation.counters) {
    BACKLINKS_RETURN_IF_ERROR(AddTo(db, counter, reservation, now));
  }
  return std::nullopt;
}

absl::StatusOr<bool> Settle(SqliteDatabase& db, std::string_view id,
                            int64_t amount, Micros now) {
  auto was_open = SettleCounters(db, id, amount, now);
  if (!was_open.ok()) return was_open;
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql("DELETE FROM reservation WHERE id = ?").Bytes(id).Finish());
  return was_open;
}

absl::StatusOr<std::vector<CounterUse>> ReadCounters(
    SqliteDatabase& db, const std::vector<std::string>& names, Micros now) {
  std::vector<CounterUse> uses;
  uses.reserve(names.size());
  for (const std::string& name : names) {
    const auto use = UseOf(db, name, now);
    if (!use.ok()) return use.status();
    uses.push_back(*use);
  }
  return uses;
}

absl::StatusOr<absl::Duration> Take(SqliteDatabase& db, std::string_view name,
                                    const TokenBucket& bucket, int64_t count,
                                    Micros now) {
  const auto full_at = FullAt(db, name);
  if (!full_at.ok()) return full_at.status();
  const Micros capacity = bucket.burst * bucket.interval_us();
  const Micros next =
      std::clamp(*full_at, now, now + capacity) + count * bucket.interval_us();
  const Micros wait = next - capacity - now;
  if (wait > 0) return absl::Microseconds(wait);
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql("INSERT OR REPLACE INTO bucket (name, full_at) VALUES (?, ?)")
          .Bytes(name)
          .Number(next)
          .Finish());
  return absl::ZeroDuration();
}

absl::Status RemoveEnded(SqliteDatabase& db, Micros now) {
  for (const char* const sql :
       {"DELETE FROM value WHERE expires_at <= ?",
        "DELETE FROM lease WHERE ends_at <= ?",
        "DELETE FROM bucket WHERE full_at <= ?", kRemoveReservations,
        "DELETE FROM counter WHERE expires_at <= ?"}) {
    BACKLINKS_RETURN_IF_ERROR(db.Sql(sql).Number(now).Finish());
  }
  return absl::OkStatus();
}

}  // namespace backlinks::state
