// A lease is a hash: its token (t) and when it ends (end). A bucket is the time
// when it will be full (token_bucket.h).
#include "service/state/redis/scripts.h"

namespace backlinks::state::redis {

// KEYS: the lease. ARGV: the token, the duration.
// Returns 0 if the lease was acquired, or how long another token holds it.
const Script& AcquireLeaseScript() {
  static const Script script(R"(
local lease = redis.call('HMGET', KEYS[1], 't', 'end')
if lease[1] and lease[1] ~= ARGV[1] and tonumber(lease[2]) > now then
  return tonumber(lease[2]) - now
end
redis.call('HSET', KEYS[1], 't', ARGV[1], 'end', int(now + ARGV[2]))
redis.call('PEXPIRE', KEYS[1], int(math.ceil(ARGV[2] / 1000)))
return 0
)");
  return script;
}

// KEYS: the lease. ARGV: the token, the duration.
// Returns 1, or 0 if the token does not hold the lease.
const Script& ExtendLeaseScript() {
  static const Script script(R"(
local lease = redis.call('HMGET', KEYS[1], 't', 'end')
if lease[1] ~= ARGV[1] or tonumber(lease[2]) <= now then return 0 end
redis.call('HSET', KEYS[1], 'end', int(now + ARGV[2]))
redis.call('PEXPIRE', KEYS[1], int(math.ceil(ARGV[2] / 1000)))
return 1
)");
  return script;
}

// KEYS: the lease. ARGV: the token.
// Returns 1, or 0 if the token does not hold the lease.
const Script& ReleaseLeaseScript() {
  static const Script script(R"(
local lease = redis.call('HMGET', KEYS[1], 't', 'end')
if lease[1] ~= ARGV[1] or tonumber(lease[2]) <= now then return 0 end
redis.call('DEL', KEYS[1])
return 1
)");
  return script;
}

// KEYS: the bucket. ARGV: the time for one token, the burst, the count.
// Returns 0 if the tokens were taken, or the time until there are as many.
const Script& TakeScript() {
  static const Script script(R"(
local interval, capacity = tonumber(ARGV[1]), ARGV[1] * ARGV[2]
local full_at = tonumber(redis.call('GET', KEYS[1]) or now)
full_at = math.min(math.max(full_at, now), now + capacity)
local full_then = full_at + ARGV[3] * interval
local wait = full_then - capacity - now
if wait > 0 then return wait end
redis.call('SET', KEYS[1], int(full_then),
           'PX', int(math.ceil((full_then - now) / 1000)))
return 0
)");
  return script;
}

}  // namespace backlinks::state::redis
