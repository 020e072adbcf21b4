// The order that Abseil's mutexes, condition variables and notifications give,
// for ThreadSanitizer.
//
// Debian's Abseil and gRPC are not instrumented, and both lock by these. The
// functions below replace the library's: each calls it, and reports what
// happens before what. Without them ThreadSanitizer would report a race
// wherever memory passes from one thread to another under such a lock.
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "tests/support/tsan/library_function.h"

// The function of the library that the calling one replaces. `name` is the
// mangled name after the namespace.
#define BACKLINKS_LIBRARY(qualifier, name, result, ...)                  \
  static const auto library = reinterpret_cast<result (*)(__VA_ARGS__)>( \
      FindInLibrary("_ZN" qualifier "4absl7debian3" name))

using backlinks::testing_tsan::Acquire;
using backlinks::testing_tsan::FindInLibrary;
using backlinks::testing_tsan::Release;

namespace {

bool AcquireIf(bool locked, const void* object) {
  if (locked) Acquire(object);
  return locked;
}

// A condition that the library evaluates while it holds the mutex, in the
// thread that waits or in one that unlocks.
class OrderedCondition {
 public:
  OrderedCondition(absl::Mutex* mutex, const absl::Condition& condition)
      : mutex_(mutex), condition_(condition) {}

  absl::Condition condition() {
    return absl::Condition(this, &OrderedCondition::Holds);
  }

 private:
  bool Holds() {
    Acquire(mutex_);
    const bool holds = condition_.Eval();
    Release(mutex_);
    return holds;
  }

  absl::Mutex* mutex_;
  const absl::Condition& condition_;
};

}  // namespace

namespace absl {
ABSL_NAMESPACE_BEGIN

// Who destroys a mutex has made sure that nobody uses it any more: the last
// unlocking happens before.
Mutex::~Mutex() {
  BACKLINKS_LIBRARY("", "5MutexD1Ev", void, Mutex*);
  Acquire(this);
  library(this);
}

void Mutex::Lock() {
  BACKLINKS_LIBRARY("", "5Mutex4LockEv", void, Mutex*);
  library(this);
  Acquire(this);
}

bool Mutex::TryLock() {
  BACKLINKS_LIBRARY("", "5Mutex7TryLockEv", bool, Mutex*);
  return AcquireIf(library(this), this);
}

void Mutex::Unlock() {
  BACKLINKS_LIBRARY("", "5Mutex6UnlockEv", void, Mutex*);
  Release(this);
  library(this);
}

void Mutex::ReaderLock() {
  BACKLINKS_LIBRARY("", "5Mutex10ReaderLockEv", void, Mutex*);
  library(this);
  Acquire(this);
}

void Mutex::ReaderUnlock() {
  BACKLINKS_LIBRARY("", "5Mutex12ReaderUnlockEv", void, Mutex*);
  Release(this);
  library(this);
}

void Mutex::Await(const Condition& condition) {
  BACKLINKS_LIBRARY("", "5Mutex5AwaitERKNS0_9ConditionE", void, Mutex*,
                    const Condition&);
  OrderedCondition ordered(this, condition);
  Release(this);
  library(this, ordered.condition());
  Acquire(this);
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  BACKLINKS_LIBRARY("",
                    "5Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE",
                    bool, Mutex*, const Condition&, Duration);
  OrderedCondition ordered(this, condition);
  Release(this);
  const bool holds = library(this, ordered.condition(), timeout);
  Acquire(this);
  return holds;
}

bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  BACKLINKS_LIBRARY("", "5Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE",
                    bool, Mutex*, const Condition&, Time);
  OrderedCondition ordered(this, condition);
  Release(this);
  const bool holds = library(this, ordered.condition(), deadline);
  Acquire(this);
  return holds;
}

void Mutex::LockWhen(const Condition& condition) {
  BACKLINKS_LIBRARY("", "5Mutex8LockWhenERKNS0_9ConditionE", void, Mutex*,
                    const Condition&);
  OrderedCondition ordered(this, condition);
  library(this, ordered.condition());
  Acquire(this);
}

void CondVar::Wait(Mutex* mutex) {
  BACKLINKS_LIBRARY("", "7CondVar4WaitEPNS0_5MutexE", void, CondVar*, Mutex*);
  Release(mutex);
  library(this, mutex);
  Acquire(mutex);
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  BACKLINKS_LIBRARY("", "7CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE",
                    bool, CondVar*, Mutex*, Duration);
  Release(mutex);
  const bool late = library(this, mutex, timeout);
  Acquire(mutex);
  return late;
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  BACKLINKS_LIBRARY("", "7CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE",
                    bool, CondVar*, Mutex*, Time);
  Release(mutex);
  const bool late = library(this, mutex, deadline);
  Acquire(mutex);
  return late;
}

// A notification is identified by its flag, which follows its mutex:
// HasBeenNotified reads it without a lock, in the caller's instrumented code.
static const void* FlagOf(const Notification* notification) {
  return reinterpret_cast<const char*>(notification) + sizeof(Mutex);
}

void Notification::Notify() {
  BACKLINKS_LIBRARY("", "12Notification6NotifyEv", void, Notification*);
  Release(FlagOf(this));
  library(this);
}

void Notification::WaitForNotification() const {
  BACKLINKS_LIBRARY("K", "12Notification19WaitForNotificationEv", void,
                    const Notification*);
  library(this);
  Acquire(FlagOf(this));
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  BACKLINKS_LIBRARY(
      "K", "12Notification30WaitForNotificationWithTimeoutENS0_8DurationE",
      bool, const Notification*, Duration);
  return AcquireIf(library(this, timeout), FlagOf(this));
}

bool Notification::WaitForNotificationWithDeadline(Time deadline) const {
  BACKLINKS_LIBRARY(
      "K", "12Notification31WaitForNotificationWithDeadlineENS0_4TimeE", bool,
      const Notification*, Time);
  return AcquireIf(library(this, deadline), FlagOf(this));
}

ABSL_NAMESPACE_END
}  // namespace absl
