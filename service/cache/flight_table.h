// The pages that this process is fetching: identical requests wait for one
// fetch, a flight.
//
// Order:   the first FlightWaiter of a key begins a flight, and must give it an
//          owner, the fetch. Others join it until it ends without a page, or
//          the owner is destroyed.
// Leaving: when the last waiter leaves a flight without a page, its owner is
//          to abandon the fetch, if it has asked for that.
// Threads: every method may be called from any thread. A waiter or an owner is
//          used by one thread at a time.
#ifndef BACKLINKS_SERVICE_CACHE_FLIGHT_TABLE_H_
#define BACKLINKS_SERVICE_CACHE_FLIGHT_TABLE_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/cache/cached_page.h"
#include "service/model/steady_time.h"

namespace backlinks::cache {

class FlightOwner;
class FlightWaiter;

enum class FlightState {
  kOpen,
  kLanded,    // There is a page.
  kFailed,    // Another waiter should try.
  kTooLarge,  // The page cannot be kept, whoever tries.
};

class FlightTable {
 private:
  friend class FlightOwner;
  friend class FlightWaiter;

  struct Flight {
    std::string key;
    FlightState state = FlightState::kOpen;
    std::optional<SteadyTime> asked;  // Empty before the upstream is asked.
    PagePtr page;
    std::vector<FlightWaiter*> waiters;
    std::function<void()> on_abandoned;
  };

  // These must be called with the lock.
  void Remove(const std::shared_ptr<Flight>& flight);
  static void End(Flight& flight, FlightState state);

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Flight>> flights_;
};

// The fetch of a flight.
class FlightOwner {
 public:
  FlightOwner(std::shared_ptr<FlightTable> table,
              std::shared_ptr<FlightTable::Flight> flight);
  // Ends the flight as failed if it is open.
  ~FlightOwner();
  FlightOwner(const FlightOwner&) = delete;
  FlightOwner& operator=(const FlightOwner&) = delete;

  // `abandon` is called at most once, on any thread: now, if no waiter is left,
  // or later. It must not use the table. Null: the fetch is not abandoned.
  void OnAbandoned(std::function<void()> abandon);
  bool has_waiters() const;

  // The upstream is asked at this moment.
  void SetAsked(SteadyTime asked);
  // The flight has a page; it is no longer abandoned.
  void Land(PagePtr page);
  // The flight ends without a page. Has no effect if it has ended.
  void Fail(FlightState state);

 private:
  const std::shared_ptr<FlightTable> table_;
  const std::shared_ptr<FlightTable::Flight> flight_;
};

// A call that waits for a flight.
class FlightWaiter {
 public:
  // Joins the flight of the key, unless the upstream was asked before `oldest`;
  // otherwise begins one.
  FlightWaiter(std::shared_ptr<FlightTable> table, const std::string& key,
               SteadyTime oldest);
  ~FlightWaiter();
  FlightWaiter(const FlightWaiter&) = delete;
  FlightWaiter& operator=(const FlightWaiter&) = delete;

  // The owner, which only the waiter that began the flight has, and only once.
  std::unique_ptr<FlightOwner> TakeOwner() { return std::move(owner_); }
  bool has_owner() const { return owner_ != nullptr; }
  // Whether another flight of the key is open, which is too old to be joined.
  bool supersedes() const { return supersedes_; }

  FlightState state() const;
  PagePtr page() const;  // Null unless landed.

  // `wake` is called on any thread when the state has changed, and must not use
  // the table. The state must be read after this.
  void OnChange(std::function<void()> wake);

 private:
  friend class FlightTable;

  const std::shared_ptr<FlightTable> table_;
  std::shared_ptr<FlightTable::Flight> flight_;
  std::unique_ptr<FlightOwner> owner_;
  bool supersedes_ = false;
  std::function<void()> wake_;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_FLIGHT_TABLE_H_
