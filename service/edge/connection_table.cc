#include "service/edge/connection_table.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "absl/time/time.h"

namespace backlinks::edge {
namespace {

// The time over which ended calls are counted.
constexpr auto kWindow = std::chrono::seconds(1);

bool IsTcp(std::string_view peer) { return peer.starts_with("ip"); }

// gRPC finds that the connection has ended. What has arrived, but was not read,
// is discarded: it would begin thousands of calls more.
void ShutDown(const FileDescriptor& socket) {
  constexpr size_t kAtOnce = 1 << 20;
  shutdown(socket.get(), SHUT_RDWR);
  while (recv(socket.get(), nullptr, kAtOnce, MSG_TRUNC | MSG_DONTWAIT) > 0) {
  }
}

}  // namespace

std::optional<RefusalReason> ConnectionTable::WhyFull(
    const PeerName& peer) const {
  const std::lock_guard lock(mutex_);
  if (static_cast<int64_t>(by_id_.size()) >= limits_.total) {
    return RefusalReason::kMaxConnections;
  }
  if (!peer.is_unique()) return std::nullopt;
  const auto group = group_sizes_.find(peer.group);
  if (group != group_sizes_.end() && group->second >= limits_.per_peer) {
    return RefusalReason::kPerPeer;
  }
  return std::nullopt;
}

uint64_t ConnectionTable::Add(const PeerName& peer, FileDescriptor duplicate,
                              Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const uint64_t id = ++last_id_;
  by_id_[id] = connections_.emplace(
      peer.name, Connection{.group = peer.group,
                            .duplicate = std::move(duplicate),
                            .accepted = now,
                            .last_use = now,
                            .last_check = now,
                            .bytes = {},
                            .window_start = now});
  ++group_sizes_[peer.group];
  return id;
}

ConnectionTable::Removed ConnectionTable::Remove(uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return {};
  auto& [name, connection] = *found->second;
  Removed removed = {.duplicate = std::move(connection.duplicate)};
  if (connection.broken && !connection.is_closing) {
    removed.offender = Offender{name, *connection.broken};
  }
  const auto group = group_sizes_.find(connection.group);
  if (--group->second == 0) group_sizes_.erase(group);
  connections_.erase(found->second);
  by_id_.erase(found);
  return removed;
}

std::vector<ConnectionTable::Offender> ConnectionTable::CloseOffenders(
    Clock::time_point now) {
  std::vector<Offender> offenders;
  // Only this thread adds and removes. The lock is not held for all of them, as
  // that would stop the calls of thousands of connections.
  for (auto& [name, connection] : connections_) {
    if (connection.group.empty() || connection.is_closing) continue;
    const Verdict verdict = Check(connection, now);
    if (verdict.large_requests > 0) {
      large_requests_.push_back({name, verdict.large_requests});
    }
    if (!verdict.close) continue;
    connection.is_closing = true;
    ShutDown(connection.duplicate);
    offenders.push_back({name, *verdict.close});
  }
  return offenders;
}

std::vector<ConnectionTable::LargeRequests>
ConnectionTable::TakeLargeRequests() {
  return std::exchange(large_requests_, {});
}

Verdict ConnectionTable::Check(Connection& connection, Clock::time_point now) {
  const ByteCounts bytes = ReadByteCounts(connection.duplicate.get());
  const std::lock_guard lock(mutex_);
  if (connection.broken) return {connection.broken};
  ConnectionFacts facts = TakeFacts(connection, bytes, now);
  facts.is_crowded = IsCrowded(connection.group);
  const Verdict verdict = FindVerdict(rules_, facts, connection.allowance);
  connection.broken = verdict.close;
  return verdict;
}

bool ConnectionTable::IsCrowded(const std::string& group) const {
  const auto size = static_cast<int64_t>(by_id_.size());
  return size * 4 >= limits_.total * 3 ||
         group_sizes_.at(group) * 4 >= limits_.per_peer * 3;
}

ConnectionFacts ConnectionTable::TakeFacts(Connection& connection,
                                           ByteCounts bytes,
                                           Clock::time_point now) {
  ConnectionFacts facts;
  facts.age = absl::FromChrono(now - connection.accepted);
  facts.quiet_time = absl::FromChrono(now - connection.last_use);
  facts.running_calls = connection.running_calls;
  facts.awaited_requests = connection.awaited_requests;
  facts.has_sent_request = connection.has_sent_request;
  facts.interval =
      absl::FromChrono(now - std::exchange(connection.last_check, now));
  facts.begun_calls = std::exchange(connection.begun_calls, 0);
  facts.request_bytes = std::exchange(connection.request_bytes, 0);
  facts.lost_requests = std::exchange(connection.lost_requests, 0);
  facts.given_up_requests = std::exchange(connection.given_up_requests, 0);
  if (now - connection.window_start >= kWindow) {
    connection.window_start = now;
    connection.ended_calls = 0;
    connection.reset_calls = 0;
  }
  const ByteCounts before = connection.bytes;
  connection.bytes = {std::max(bytes.received, before.received),
                      std::max(bytes.sent, before.sent)};
  facts.received_bytes = connection.bytes.received - before.received;
  facts.sent_bytes = connection.bytes.sent - before.sent;
  return facts;
}

void ConnectionTable::CheckCalls(Connection& connection,
                                 Clock::time_point now) const {
  if (connection.group.empty() || connection.broken) return;
  connection.broken = FindCloseReason(
      rules_,
      CallFacts{.running = connection.running_calls,
                .interval = absl::FromChrono(now - connection.window_start),
                .ended = connection.ended_calls,
                .reset = connection.reset_calls});
  if (!connection.broken) return;
  ShutDown(connection.duplicate);
}

int64_t ConnectionTable::size() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int64_t>(by_id_.size());
}

template <typename Change>
void ConnectionTable::ForPeer(std::string_view peer, const Change& change) {
  const std::lock_guard lock(mutex_);
  const auto [begin, end] = connections_.equal_range(peer);
  for (auto at = begin; at != end; ++at) change(at->second);
}

// gRPC may report calls when their connection is gone: they must not take the
// slots of others.
bool ConnectionTable::OnCallBegin(std::string_view peer) {
  const auto now = Clock::now();
  bool is_open = !IsTcp(peer);
  ForPeer(peer, [this, now, &is_open](Connection& connection) {
    ++connection.begun_calls;
    ++connection.running_calls;
    ++connection.awaited_requests;
    connection.last_use = now;
    CheckCalls(connection, now);
    is_open = !connection.broken;  // The newest of that name comes last.
  });
  return is_open;
}

void ConnectionTable::OnRequest(std::string_view peer, int64_t bytes) {
  ForPeer(peer, [bytes](Connection& connection) {
    connection.has_sent_request = true;
    connection.request_bytes += bytes;
    connection.awaited_requests =
        std::max<int64_t>(0, connection.awaited_requests - 1);
  });
}

void ConnectionTable::OnCallEnd(std::string_view peer, CallEnd end) {
  const auto now = Clock::now();
  ForPeer(peer, [this, now, end](Connection& connection) {
    ++connection.ended_calls;
    if (end.reset) ++connection.reset_calls;
    if (!end.has_request) {
      ++connection.lost_requests;
      if (end.reset || !end.rejected) ++connection.given_up_requests;
      connection.awaited_requests =
          std::max<int64_t>(0, connection.awaited_requests - 1);
    }
    connection.running_calls =
        std::max<int64_t>(0, connection.running_calls - 1);
    connection.last_use = now;
    CheckCalls(connection, now);
  });
}

}  // namespace backlinks::edge
