#include "service/embedded/database_pool.h"

namespace backlinks::embedded {
namespace {

constexpr size_t kMaxIdle = 8;
// A file is replaced between the two looks at it at most this often.
constexpr int kMaxReplacements = 10;

}  // namespace

DatabasePool::Pointer DatabasePool::InUse(
    std::unique_ptr<PooledDatabase> owned) {
  ++in_use_;
  return {owned.release(), Release{this}};
}

// Returns null if no connection is idle. Closes connections to a file that was
// replaced.
std::unique_ptr<PooledDatabase> DatabasePool::TakeIdle() {
  const std::string version = data_.Version();
  const std::lock_guard lock(mutex_);
  if (!version.empty()) {
    std::erase_if(idle_, [&version](const auto& idle) {
      return idle->version != version;
    });
  }
  if (idle_.empty()) return nullptr;
  auto database = std::move(idle_.back());
  idle_.pop_back();
  return database;
}

absl::StatusOr<std::unique_ptr<PooledDatabase>> DatabasePool::Open() const {
  for (int i = 0; i < kMaxReplacements; ++i) {
    std::string version = data_.Version();
    auto opened = data_.Connect();
    if (!opened.ok()) return opened.status();
    if (version != data_.Version()) continue;
    return std::make_unique<PooledDatabase>(
        PooledDatabase{*std::move(opened), std::move(version)});
  }
  return absl::UnavailableError("the data file is replaced all the time");
}

absl::StatusOr<DatabasePool::Pointer> DatabasePool::Acquire() {
  auto database = TakeIdle();
  if (database == nullptr) {
    auto opened = Open();
    if (!opened.ok()) return opened.status();
    database = *std::move(opened);
  }
  if (absl::Status begun = database->database.Run("BEGIN"); !begun.ok()) {
    return begun;
  }
  return InUse(std::move(database));
}

void DatabasePool::Return(PooledDatabase* database) {
  {
    std::unique_ptr<PooledDatabase> owned(database);
    const bool ended = owned->database.Run("END").ok();
    const std::lock_guard lock(mutex_);
    if (ended && idle_.size() < kMaxIdle) idle_.push_back(std::move(owned));
  }
  if (--in_use_ == 0) on_idle_();
}

}  // namespace backlinks::embedded
