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
// Returns whether the value was stored.
//
// Redis rejects the first write of a script, but no later one, if its memory is
// full. So the value comes first, then the removal of others. If it is
// rejected, a tenth of the values is removed, so that budgets find space.
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
local function oldest_other()
  local oldest = redis.call('ZRANGE', puts, 0, 1)
  return oldest[1] ~= key and oldest[1] or oldest[2]
end

if size > max then
  remove(key)
  return 0
end
local stored = redis.pcall('HSET', key, 'b', ARGV[1], 'at', int(now),
                           'end', int(now + life))
if type(stored) == 'table' and stored.err then
  if not string.find(stored.err, 'OOM', 1, true) then return stored end
  remove(key)
  local count = math.min(1000, math.ceil(redis.call('ZCARD', puts) / 10))
  for _, old in ipairs(redis.call('ZRANGE', puts, 0, int(count - 1))) do
    remove(old)
  end
  return 0
end
redis.call('PEXPIRE', key, int(math.ceil(life / 1000)))
local freed = redis.call('HGET', sizes, key) or 0
redis.call('HSET', sizes, key, int(size))
redis.call('HINCRBY', sizes, 'total', int(size - freed))
redis.call('ZADD', puts, int(now), key)
redis.call('ZADD', ends, int(now + life), key)

for _, old in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', int(now),
                                'LIMIT', 0, 1000)) do
  remove(old)
end
while tonumber(redis.call('HGET', sizes, 'total')) > max do
  local old = oldest_other()
  if not old then  -- An eviction by Redis has lost the order of others.
    redis.call('DEL', sizes)
    redis.call('HSET', sizes, key, int(size), 'total', int(size))
    break
  end
  remove(old)
end
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
