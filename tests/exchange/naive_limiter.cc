#include "tests/exchange/naive_limiter.h"

#include <algorithm>
#include <utility>

namespace backlinks::exchange::testing_exchange {
namespace {

template <typename T>
void EraseOne(std::vector<T>& values, const T& value) {
  const auto it = std::find(values.begin(), values.end(), value);
  if (it != values.end()) values.erase(it);
}

}  // namespace

void NaiveLimiter::Enter(int id, const std::string& caller) {
  if (!HasWaiting(caller)) turns_.push_back(caller);
  waiting_.push_back({id, caller});
}

void NaiveLimiter::Leave(int id) {
  if (IsGranted(id)) return EraseOne(sent_, GrantOf(id));
  const auto it =
      std::find_if(waiting_.begin(), waiting_.end(),
                   [id](const Waiting& one) { return one.id == id; });
  const std::string caller = it->caller;
  waiting_.erase(it);
  if (!HasWaiting(caller)) EraseOne(turns_, caller);
}

void NaiveLimiter::SendMore(int times) {
  for (int i = 0; i < times; ++i) sent_.push_back(now_);
}

void NaiveLimiter::RunUntil(absl::Duration now) {
  while (!waiting_.empty() && NextPermit() <= now) GrantOne(NextPermit());
  now_ = now;
}

absl::Duration NaiveLimiter::WaitOf(int id) const {
  NaiveLimiter copy = *this;
  while (!copy.IsGranted(id)) copy.GrantOne(copy.NextPermit());
  return copy.GrantOf(id) - now_;
}

bool NaiveLimiter::HasWaiting(const std::string& caller) const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const Waiting& one) { return one.caller == caller; });
}

// The first moment whose window has space.
absl::Duration NaiveLimiter::NextPermit() const {
  std::vector<absl::Duration> moments = {now_};
  for (const absl::Duration sent : sent_) {
    moments.push_back(std::max(now_, sent + limit_.window));
  }
  std::sort(moments.begin(), moments.end());
  const auto is_free = [this](absl::Duration moment) {
    return std::count_if(sent_.begin(), sent_.end(), [&](absl::Duration sent) {
             return sent > moment - limit_.window;
           }) < limit_.requests;
  };
  return *std::find_if(moments.begin(), moments.end(), is_free);
}

void NaiveLimiter::GrantOne(absl::Duration at) {
  now_ = at;
  // Only so that it is fast.
  std::erase_if(
      sent_, [&](absl::Duration sent) { return sent + limit_.window <= at; });
  const std::string caller = turns_.front();
  turns_.erase(turns_.begin());
  const auto it =
      std::find_if(waiting_.begin(), waiting_.end(),
                   [&](const Waiting& one) { return one.caller == caller; });
  granted_[it->id] = at;
  sent_.push_back(at);
  waiting_.erase(it);
  if (HasWaiting(caller)) turns_.push_back(caller);
}

}  // namespace backlinks::exchange::testing_exchange
