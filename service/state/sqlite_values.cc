#include "service/state/sqlite_values.h"

#include <algorithm>
#include <string>

#include "service/common/status/status.h"

namespace backlinks::state {
namespace {

Micros After(Micros now, absl::Duration duration) {
  return now + absl::ToInt64Microseconds(duration);
}

absl::StatusOr<int64_t> TotalBytes(SqliteDatabase& db) {
  SqlRun run = db.Sql("SELECT total FROM value_bytes");
  const auto row = run.Step();
  if (!row.ok()) return row.status();
  return *row ? run.number(0) : 0;
}

absl::Status RemoveOldest(SqliteDatabase& db, int64_t max_bytes) {
  auto total = TotalBytes(db);
  while (total.ok() && *total > max_bytes) {
    BACKLINKS_RETURN_IF_ERROR(
        db.Sql("DELETE FROM value WHERE id = (SELECT min(id) FROM value)")
            .Finish());
    total = TotalBytes(db);
  }
  return total.status();
}

}  // namespace

absl::StatusOr<std::optional<StoredValue>> ReadValue(SqliteDatabase& db,
                                                     std::string_view key,
                                                     Micros now) {
  SqlRun run = db.Sql(
      "SELECT bytes, stored_at FROM value WHERE key = ? AND expires_at > ?");
  const auto row = run.Bytes(key).Number(now).Step();
  if (!row.ok()) return row.status();
  if (!*row) return std::nullopt;
  // The clock may have been set back.
  const Micros age = std::max<Micros>(0, now - run.number(1));
  return StoredValue{std::string(run.bytes(0)), absl::Microseconds(age)};
}

absl::StatusOr<bool> StoreValue(SqliteDatabase& db, std::string_view key,
                                std::string_view bytes,
                                absl::Duration time_to_live, int64_t max_bytes,
                                Micros now) {
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql("DELETE FROM value WHERE key = ?").Bytes(key).Finish());
  const auto size = static_cast<int64_t>(key.size() + bytes.size());
  if (size > max_bytes) return false;
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql("DELETE FROM value WHERE expires_at <= ?").Number(now).Finish());
  BACKLINKS_RETURN_IF_ERROR(RemoveOldest(db, max_bytes - size));
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql("INSERT INTO value (key, bytes, stored_at, expires_at) "
             "VALUES (?, ?, ?, ?)")
          .Bytes(key)
          .Bytes(bytes)
          .Number(now)
          .Number(After(now, time_to_live))
          .Finish());
  return true;
}

absl::StatusOr<LeaseHold> AcquireLease(SqliteDatabase& db,
                                       std::string_view name,
                                       std::string_view token,
                                       absl::Duration duration, Micros now) {
  LeaseHold hold;
  SqlRun other = db.Sql(
      "SELECT ends_at FROM lease "
      "WHERE name = ? AND token <> ? AND ends_at > ?");
  const auto held = other.Bytes(name).Bytes(token).Number(now).Step();
  if (!held.ok()) return held.status();
  if (*held) {
    hold.held_for = absl::Microseconds(other.number(0) - now);
    return hold;
  }
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql("INSERT OR REPLACE INTO lease (name, token, ends_at) "
             "VALUES (?, ?, ?)")
          .Bytes(name)
          .Bytes(token)
          .Number(After(now, duration))
          .Finish());
  hold.acquired = true;
  return hold;
}

absl::StatusOr<bool> ExtendLease(SqliteDatabase& db, std::string_view name,
                                 std::string_view token,
                                 absl::Duration duration, Micros now) {
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql("UPDATE lease SET ends_at = ? "
             "WHERE name = ? AND token = ? AND ends_at > ?")
          .Number(After(now, duration))
          .Bytes(name)
          .Bytes(token)
          .Number(now)
          .Finish());
  return db.changed_rows() > 0;
}

absl::StatusOr<bool> ReleaseLease(SqliteDatabase& db, std::string_view name,
                                  std::string_view token, Micros now) {
  BACKLINKS_RETURN_IF_ERROR(
      db.Sql("DELETE FROM lease WHERE name = ? AND token = ? AND ends_at > ?")
          .Bytes(name)
          .Bytes(token)
          .Number(now)
          .Finish());
  return db.changed_rows() > 0;
}

}  // namespace backlinks::state
