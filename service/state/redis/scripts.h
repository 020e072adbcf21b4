// The scripts of RedisState. Their keys and arguments are described with each
// in its source.
//
// Every key that they write expires: at the latest kMaxDuration after the last
// use of its data. Integers are in microseconds and in the upstream's units.
//
// Threads: any.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_SCRIPTS_H_
#define BACKLINKS_SERVICE_STATE_REDIS_SCRIPTS_H_

#include "service/state/redis/script.h"

namespace backlinks::state::redis {

// value_scripts.cc
const Script& GetValueScript();
const Script& PutValueScript();

// lease_scripts.cc
const Script& AcquireLeaseScript();
const Script& ExtendLeaseScript();
const Script& ReleaseLeaseScript();
const Script& TakeScript();

// budget_scripts.cc
const Script& ReserveScript();
const Script& SettleScript();
const Script& ReadCountersScript();

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_SCRIPTS_H_
