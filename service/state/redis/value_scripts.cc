// A value is a hash: its bytes (b), and when it was put (at) and ends (end).
// Next to all values are the order in which they were put, the order in which
// they end, and their sizes, of which the field `total` is the sum.
#include "service/state/redis/scripts.h"

namespace backlinks::state::redis {

// KEYS: the value. Returns its bytes and its age, or nil.
const Script& GetValueScript() {
  static const Script script(R"(
local value = redis.call('HMGET', KEYS[1], 'b', 'at', 'end')
if not value[1] or tonumber(value[3]) <= now then return false end
return {value[1], math.max(0, now - value[2])}
)");
  return script;
}

// KEYS: the value, the order of puts, the order of ends, the sizes.
// ARGV: the bytes, the time to live, the maximum of the sum of all sizes.
const Script& PutValueScript() {
  static const Script script(R"(
local key, puts, ends, sizes = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local size, life, max = #ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local function remove(old)
  local freed = redis.call('HGET', sizes, old)
  redis.call('DEL', old)
  redis.call('ZREM', puts, old)
  redis.call('ZREM', ends, old)
  if freed then
    redis.call('HDEL', sizes, old)
    redis.call('HINCRBY', sizes, 'total', int(0 - freed))
  end
end
local function total()
  return tonumber(redis.call('HGET', sizes, 'total') or 0)
end

for _, old in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', int(now),
                                'LIMIT', 0, 1000)) do
  remove(old)
end
remove(key)
if size > max then return 0 end
while total() + size > max do
  local oldest = redis.call('ZRANGE', puts, 0, 0)
  if #oldest == 0 then
    redis.call('DEL', sizes)  -- An eviction by Redis has lost the order.
    break
  end
  remove(oldest[1])
end

redis.call('HSET', key, 'b', ARGV[1], 'at', int(now), 'end', int(now + life))
redis.call('PEXPIRE', key, int(math.ceil(life / 1000)))
redis.call('ZADD', puts, int(now), key)
redis.call('ZADD', ends, int(now + life), key)
redis.call('HSET', sizes, key, int(size))
redis.call('HINCRBY', sizes, 'total', int(size))
for _, index in ipairs({puts, ends, sizes}) do
  if redis.call('PTTL', index) < life / 1000 then
    redis.call('PEXPIRE', index, int(math.ceil(life / 1000)))
  end
end
return 1
)");
  return script;
}

}  // namespace backlinks::state::redis
