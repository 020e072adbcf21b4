// The threads that run all coroutines. Each has its own Asio io_context, so
// that state that is used on one context only needs no lock.
//
// Errors:  an exception that leaves a handler is passed to `on_exception` (on
//          that handler's thread); the worker continues.
// Threads: Next may be called from any thread. Stop must not be called from a
//          worker.
// Stop:    running handlers complete, and queued handlers never run; what these
//          own is destroyed with the object.
//
// Example:
//   IoWorkers workers(4, [](std::string_view what) { … });
//   asio::co_spawn(workers.Next(), Serve(), asio::detached);
#ifndef BACKLINKS_SERVICE_APP_IO_WORKERS_H_
#define BACKLINKS_SERVICE_APP_IO_WORKERS_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"

namespace backlinks::app {

class IoWorkers {
 public:
  using OnException = std::function<void(std::string_view what)>;

  // Starts `threads` workers, at least one, named "io-0", "io-1" and so on.
  IoWorkers(int threads, OnException on_exception);
  ~IoWorkers();

  IoWorkers(const IoWorkers&) = delete;
  IoWorkers& operator=(const IoWorkers&) = delete;

  int size() const { return static_cast<int>(workers_.size()); }

  // Returns the contexts in turn (round robin).
  boost::asio::io_context& Next();

  // Returns the context of one worker; `index` is 0 to size() - 1.
  boost::asio::io_context& at(int index);

  // Stops every worker and waits for its thread. Further calls have no effect.
  void Stop();

 private:
  struct Worker {
    boost::asio::io_context io{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
        guard{io.get_executor()};
    std::thread thread;
  };

  void Run(Worker& worker, int index);

  OnException on_exception_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::atomic<size_t> next_ = 0;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_IO_WORKERS_H_
