#include "service/edge/hangup_watch.h"

#include <sys/epoll.h>

#include <array>
#include <cerrno>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/system/system_error.hpp"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;

constexpr size_t kMaxEvents = 256;

int NewEpoll() {
  const int fd = epoll_create1(EPOLL_CLOEXEC);
  if (fd >= 0) return fd;
  throw boost::system::system_error(errno, boost::system::system_category(),
                                    "epoll_create1");
}

}  // namespace

HangupWatch::HangupWatch(const asio::any_io_executor& executor)
    : epoll_(executor, NewEpoll()) {}

bool HangupWatch::Add(int fd, uint64_t id) {
  epoll_event event{};  // No events: the ends are always reported.
  event.data.u64 = id;
  return epoll_ctl(epoll_.native_handle(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void HangupWatch::Remove(int fd) {
  epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, fd, nullptr);
}

asio::awaitable<std::vector<uint64_t>> HangupWatch::Wait() {
  std::vector<uint64_t> ended;
  while (ended.empty()) {
    std::array<epoll_event, kMaxEvents> events{};
    const int count = epoll_wait(epoll_.native_handle(), events.data(),
                                 static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) ended.push_back(events[i].data.u64);
    if (!ended.empty()) break;
    co_await epoll_.async_wait(asio::posix::descriptor_base::wait_read,
                               asio::as_tuple(asio::use_awaitable));
  }
  co_return ended;
}

}  // namespace backlinks::edge
