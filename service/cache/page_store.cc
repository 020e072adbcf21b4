#include "service/cache/page_store.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "service/cache/page_entry.h"

namespace backlinks::cache {
namespace {

// The resolution of the state's times.
constexpr absl::Duration kMinTimeToLive = absl::Milliseconds(1);

}  // namespace

PageStore::PageStore(state::SharedState& state, const CacheOptions& options,
                     CacheObserver& observer)
    : state_(state),
      options_(options),
      observer_(observer),
      memory_(std::make_shared<MemoryLimit>(options.max_memory_bytes)) {}

boost::asio::awaitable<PageStore::Lookup> PageStore::Find(
    const std::string& key, SteadyTime oldest) {
  Lookup lookup;
  const auto value = co_await state_.GetValue(key);
  if (!value.ok()) {
    lookup.state_failed = true;
    if (!absl::IsCancelled(value.status())) {
      observer_.OnStateFailure(value.status());
    }
  } else if (value->has_value()) {
    lookup.page = ReadEntry(key, **value, oldest);
  }
  co_return lookup;
}

PagePtr PageStore::ReadEntry(const std::string& key,
                             const state::StoredValue& value,
                             SteadyTime oldest) {
  auto entry = DecodePage(key, value.bytes, options_.max_page_bytes);
  if (!entry.ok()) {
    observer_.OnBadEntry(entry.status());
    return nullptr;
  }
  const Moment now = options_.now();
  const absl::Duration age =
      std::max(entry->age + value.age, now.wall - entry->asked_at);
  if (now.steady - age < oldest) return nullptr;
  MemoryUse memory(memory_);
  if (!memory.Grow(entry->body_bytes)) {
    observer_.OnBypass(BypassReason::kMemory);
    return nullptr;
  }
  auto body = InflateBody(*entry);
  if (!body.ok()) {
    observer_.OnBadEntry(body.status());
    return nullptr;
  }
  return std::make_shared<const CachedPage>(
      CachedPage{.head = std::move(entry->head),
                 .body = *std::move(body),
                 .asked = {now.steady - age, now.wall - age},
                 .memory = std::move(memory)});
}

boost::asio::awaitable<void> PageStore::Store(const std::string& key,
                                              const CachedPage& page) {
  PageEntry entry;
  entry.head = page.head;
  entry.asked_at = page.asked.wall;
  entry.age =
      std::max(options_.now().steady - page.asked.steady, absl::ZeroDuration());
  const absl::Duration time_to_live =
      std::min(options_.time_to_live - entry.age, state::kMaxDuration);
  const std::string bytes = EncodePage(key, entry, page.body);
  if (time_to_live < kMinTimeToLive) {
    observer_.OnBypass(BypassReason::kTooOld);
  } else if (bytes.size() > state::kMaxValueBytes) {
    observer_.OnBypass(BypassReason::kTooLarge);
  } else {
    const auto stored = co_await state_.PutValue(key, bytes, time_to_live);
    if (stored.ok()) {
      observer_.OnStored(bytes.size());
    } else {
      observer_.OnStateFailure(stored);
    }
  }
}

}  // namespace backlinks::cache
