// The tokens of a shared rate that this server has, and when to ask for the
// next one.
//
// One token is asked for at a time, for whichever request is the next when it
// comes.
// Kept:    a token that no request wants any more, or that was returned, is
//          used by the next request within TokenLife of asking for it; then it
//          is lost, because the limit would not hold with an older one.
// Away:    after an error, and after TokenLife without an answer, requests need
//          no token, so that only the limit of this server remains. From then
//          on a token is asked for about once in TokenLife, and the first
//          answer ends this.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EXCHANGE_SHARED_TOKENS_H_
#define BACKLINKS_SERVICE_EXCHANGE_SHARED_TOKENS_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/exchange/shared_rate.h"

namespace backlinks::exchange {

class SharedTokens {
 public:
  // The time in which an answer is expected.
  static constexpr absl::Duration kAnswerTime = absl::Milliseconds(10);

  // A null `rate` is one that is always away, because nothing is shared.
  SharedTokens(const RateLimit& limit, std::shared_ptr<SharedRate> rate);

  // Whether a request may be sent now.
  bool IsDue(absl::Duration now);
  // Takes what a request needs that is due: a token, or nothing. Returns when
  // the token was asked for.
  std::optional<absl::Duration> Use();
  // Undoes a Use, with what it returned.
  void Return(std::optional<absl::Duration> token);
  // A request was sent without a token: one that comes in the window after it
  // pays for it.
  void Owe(absl::Duration now);

  // Whether to ask for a token; `is_wanted` is whether a request would use it
  // now.
  bool ShouldAsk(absl::Duration now, bool is_wanted) const;
  // OnAnswer must be called with what `on_answer` receives.
  void Ask(absl::Duration now, SharedRate::OnAnswer on_answer);
  void OnAnswer(absl::Duration now, absl::StatusOr<absl::Duration> wait);

  // Returns the time until there will be a token for a request that comes after
  // `position` others, if no other server takes one. While a token is asked
  // for, the next request has to call this again after kAnswerTime.
  absl::Duration Wait(absl::Duration now, int64_t position) const;

 private:
  void GoAway(const absl::Status& reason);
  void DropOld(absl::Duration now);

  const SharedBucket bucket_;
  const absl::Duration window_;
  const absl::Duration life_;
  const std::shared_ptr<SharedRate> rate_;
  bool is_away_;
  // When these were asked for. Not in order: some were returned.
  std::deque<absl::Duration> tokens_;
  std::deque<absl::Duration> owed_;         // When each was sent.
  std::optional<absl::Duration> asked_at_;  // Empty if there is an answer.
  absl::Duration ask_at_ = -absl::InfiniteDuration();
  // The bucket will be full then, or later.
  absl::Duration full_at_ = -absl::InfiniteDuration();
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_SHARED_TOKENS_H_
