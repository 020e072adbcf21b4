#include "service/app/io_workers.h"

#include <pthread.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "boost/asio/ip/tcp.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"

namespace backlinks::app {
namespace {

namespace asio = boost::asio;

// Connections of many streams at once.
constexpr int kExpectedConnections = 1024;

// Lets Asio allocate what it keeps for so many descriptors, and never frees.
// Allocated one by one among the buffers of many streams, each would keep a
// page of memory in use after they have ended.
void AllocateDescriptors(asio::io_context& io, int count) {
  std::vector<asio::ip::tcp::socket> sockets;
  for (int i = 0; i < count; ++i) {
    boost::system::error_code error;
    sockets.emplace_back(io).open(asio::ip::tcp::v4(), error);
    if (error) return;  // Without more descriptors there are no such streams.
  }
}

}  // namespace

IoWorkers::IoWorkers(int threads, OnException on_exception)
    : on_exception_(std::move(on_exception)) {
  const int count = std::max(threads, 1);
  workers_.reserve(count);
  for (int i = 0; i < count; ++i) {
    workers_.push_back(std::make_unique<Worker>());
    AllocateDescriptors(workers_.back()->io, kExpectedConnections / count);
  }
  for (int i = 0; i < count; ++i) {
    Worker& worker = *workers_[i];
    worker.thread = std::thread([this, &worker, i] { Run(worker, i); });
  }
}

IoWorkers::~IoWorkers() { Stop(); }

boost::asio::io_context& IoWorkers::Next() {
  const size_t turn = next_.fetch_add(1, std::memory_order_relaxed);
  return workers_[turn % workers_.size()]->io;
}

boost::asio::io_context& IoWorkers::at(int index) {
  return workers_.at(index)->io;
}

void IoWorkers::Stop() {
  for (auto& worker : workers_) worker->io.stop();
  for (auto& worker : workers_) {
    if (worker->thread.joinable()) worker->thread.join();
  }
}

void IoWorkers::Run(Worker& worker, int index) {
  pthread_setname_np(pthread_self(), fmt::format("io-{}", index).c_str());
  for (bool stopped = false; !stopped;) {
    try {
      worker.io.run();
      stopped = true;
    } catch (const std::exception& e) {
      on_exception_(e.what());
    } catch (...) {
      on_exception_("an exception of an unknown type");
    }
  }
}

}  // namespace backlinks::app
