// A counter is a hash: what was spent (s) and is reserved (r), and when it
// expires (x). A reservation is a hash: the amount (a), the number of counters
// (n), their names (1, 2, …), and whether its lease has ended, so that it
// counts as spent (l). A sorted set has the ids of the reservations whose lease
// has not ended, by its end; each script first moves those that have.
//
// Redis rejects the first write of a script, but no later one, if its memory is
// full. So a removal comes first in what must work then: to settle, and to move
// reservations whose lease has ended. A new reservation begins with a write
// that may be rejected.
//
// A reservation is kept for kMaxDuration longer than its counters, because
// another one may extend these.
#include "fmt/format.h"
#include "service/state/redis/scripts.h"

namespace backlinks::state::redis {
namespace {

// Of every script: KEYS: the ends of leases. ARGV: the prefix of counters, the
// prefix of reservations, and those of the script.
constexpr std::string_view kReservations = R"(
local ends, counters, reservations = KEYS[1], ARGV[1], ARGV[2]

local function lives(counter)
  local expires = redis.call('HGET', counter, 'x')
  return expires and tonumber(expires) > now
end
local function add(counter, field, amount)
  redis.call('HINCRBY', counter, field, int(amount))
end
-- Calls `change` for each counter of the reservation that has not expired, and
-- returns how many there were.
local function each(reservation, change)
  local count = 0
  for i = 1, tonumber(redis.call('HGET', reservation, 'n') or 0) do
    local counter = counters .. redis.call('HGET', reservation, int(i))
    if lives(counter) then
      change(counter)
      count = count + 1
    end
  end
  return count
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', int(now))) do
  local reservation = reservations .. id
  local amount = redis.call('HGET', reservation, 'a')
  redis.call('ZREM', ends, id)
  if amount then
    each(reservation, function(counter)
      add(counter, 'r', 0 - amount)
      add(counter, 's', amount)
    end)
    redis.call('HSET', reservation, 'l', 1)
  end
end
)";

Script MakeBudgetScript(std::string_view body) {
  return Script(fmt::format("{}{}", kReservations, body));
}

}  // namespace

// ARGV: the id, the amount, the lease, how long it is kept after its counters;
// for each counter its name, its limit and when it expires.
// Returns the number of the first counter whose limit the amount would exceed,
// and its use; or 0 and 0; or the number of the first counter that expires
// before the lease ends, and -1.
const Script& ReserveScript() {
  static const Script script = MakeBudgetScript(R"(
local id, amount, lease, keep = ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local reservation = reservations .. id
if each(reservation, function() end) > 0 then return {0, 0} end

local count = (#ARGV - 6) / 3
for i = 1, count do
  if tonumber(ARGV[6 + 3 * i]) < now + lease then return {i, -1} end
end
for i = 1, count do
  local counter, limit = counters .. ARGV[4 + 3 * i], tonumber(ARGV[5 + 3 * i])
  local used = 0
  if lives(counter) then
    local use = redis.call('HMGET', counter, 's', 'r')
    used = tonumber(use[1] or 0) + tonumber(use[2] or 0)
  end
  if used + amount > limit then return {i, used} end
end

if redis.call('EXISTS', reservation) == 1 then
  redis.call('DEL', reservation)
end
local last = now
for i = 1, count do
  local name, expires = ARGV[4 + 3 * i], tonumber(ARGV[6 + 3 * i])
  local counter = counters .. name
  if lives(counter) then
    expires = math.max(expires, tonumber(redis.call('HGET', counter, 'x')))
  else
    redis.call('DEL', counter)
  end
  last = math.max(last, expires)
  add(counter, 'r', amount)
  redis.call('HSET', counter, 'x', int(expires))
  redis.call('PEXPIREAT', counter, int(math.ceil(expires / 1000)))
  redis.call('HSET', reservation, int(i), name)
end
redis.call('HSET', reservation, 'a', amount, 'n', int(count))
redis.call('PEXPIREAT', reservation, int(math.ceil((last + keep) / 1000)))
redis.call('ZADD', ends, int(now + lease), id)
redis.call('PEXPIRE', ends, int(math.ceil(keep / 1000)))
return {0, 0}
)");
  return script;
}

// ARGV: the id, the amount that was spent.
// Returns 1, or 0 if there is no such reservation.
const Script& SettleScript() {
  static const Script script = MakeBudgetScript(R"(
local id, amount = ARGV[3], ARGV[4]
local reservation = reservations .. id
local reserved = redis.call('HGET', reservation, 'a')
local has_ended = redis.call('HGET', reservation, 'l')
redis.call('ZREM', ends, id)
local count = each(reservation, function(counter)
  if has_ended then
    add(counter, 's', amount - reserved)
  else
    add(counter, 'r', 0 - reserved)
    add(counter, 's', amount)
  end
end)
redis.call('DEL', reservation)
if count > 0 then return 1 end
return 0
)");
  return script;
}

// ARGV: the names of the counters.
// Returns what was spent and is reserved, for each counter.
const Script& ReadCountersScript() {
  static const Script script = MakeBudgetScript(R"(
local uses = {}
for i = 3, #ARGV do
  local counter = counters .. ARGV[i]
  local use = {false, false}
  if lives(counter) then use = redis.call('HMGET', counter, 's', 'r') end
  uses[#uses + 1] = tonumber(use[1] or 0)
  uses[#uses + 1] = tonumber(use[2] or 0)
end
return uses
)");
  return script;
}

}  // namespace backlinks::state::redis
