#include "service/exchange/shared_tokens.h"

#include <algorithm>
#include <string>
#include <utility>

#include "fmt/format.h"

namespace backlinks::exchange {
namespace {

absl::Status NoAnswer(absl::Duration time) {
  return absl::UnavailableError(fmt::format(
      "the state did not respond within {}", absl::FormatDuration(time)));
}

}  // namespace

SharedTokens::SharedTokens(const RateLimit& limit,
                           std::shared_ptr<SharedRate> rate)
    : bucket_(SharedBucketOf(limit)),
      window_(limit.window),
      life_(TokenLife(limit)),
      rate_(std::move(rate)),
      is_away_(rate_ == nullptr) {}

bool SharedTokens::IsDue(absl::Duration now) {
  if (!is_away_ && asked_at_ && now - *asked_at_ >= life_) {
    GoAway(NoAnswer(life_));
  }
  DropOld(now);
  while (!tokens_.empty() && !owed_.empty()) {
    tokens_.pop_front();
    owed_.pop_front();
  }
  return is_away_ || !tokens_.empty();
}

std::optional<absl::Duration> SharedTokens::Use() {
  if (tokens_.empty()) return std::nullopt;
  const absl::Duration token = tokens_.front();
  tokens_.pop_front();
  return token;
}

void SharedTokens::Return(std::optional<absl::Duration> token) {
  if (token) tokens_.push_back(*token);
}

void SharedTokens::Owe(absl::Duration now) {
  if (!is_away_) owed_.push_back(now);
}

bool SharedTokens::ShouldAsk(absl::Duration now, bool is_wanted) const {
  if (rate_ == nullptr || asked_at_ || now < ask_at_) return false;
  return is_wanted || is_away_;
}

void SharedTokens::Ask(absl::Duration now, SharedRate::OnAnswer on_answer) {
  asked_at_ = now;
  rate_->Take(std::move(on_answer));
}

void SharedTokens::OnAnswer(absl::Duration now,
                            absl::StatusOr<absl::Duration> wait) {
  const absl::Duration asked_at = *std::exchange(asked_at_, std::nullopt);
  if (wait.ok() && now - asked_at >= life_) wait = NoAnswer(life_);
  if (!wait.ok()) {
    ask_at_ = now + life_;
    if (!is_away_) GoAway(wait.status());
    return;
  }
  if (std::exchange(is_away_, false)) rate_->OnAvailability(absl::OkStatus());
  ask_at_ = now + *wait;
  if (*wait > absl::ZeroDuration()) {
    full_at_ = ask_at_ + bucket_.interval() * (bucket_.burst - 1);
  } else {
    tokens_.push_back(asked_at);
    full_at_ = std::max(full_at_, asked_at) + bucket_.interval();
  }
}

absl::Duration SharedTokens::Wait(absl::Duration now, int64_t position) const {
  if (is_away_) return absl::ZeroDuration();
  if (asked_at_ && position == 0) return kAnswerTime;
  const int64_t before = position + static_cast<int64_t>(owed_.size());
  const absl::Duration wait =
      full_at_ - bucket_.interval() * (bucket_.burst - 1 - before) - now;
  return std::max(wait, asked_at_ ? kAnswerTime : ask_at_ - now);
}

void SharedTokens::GoAway(const absl::Status& reason) {
  is_away_ = true;
  owed_.clear();
  rate_->OnAvailability(reason);
}

void SharedTokens::DropOld(absl::Duration now) {
  std::erase_if(tokens_, [&](absl::Duration asked_at) {
    return now - asked_at >= life_;
  });
  std::erase_if(
      owed_, [&](absl::Duration sent_at) { return now - sent_at >= window_; });
}

}  // namespace backlinks::exchange
