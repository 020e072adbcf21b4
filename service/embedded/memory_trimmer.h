// Returns freed memory to the system once the embedded upstream is idle. glibc
// keeps freed memory that lies between used blocks, which after many parallel
// responses is nearly all of it.
//
// Threads: Schedule may be called from any thread.
#ifndef BACKLINKS_SERVICE_EMBEDDED_MEMORY_TRIMMER_H_
#define BACKLINKS_SERVICE_EMBEDDED_MEMORY_TRIMMER_H_

#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/strand.hpp"

namespace backlinks::embedded {

class MemoryTrimmer {
 public:
  explicit MemoryTrimmer(const boost::asio::any_io_executor& executor)
      : strand_(boost::asio::make_strand(executor)), timer_(strand_) {}

  // Trims memory after a second without another call. By then the buffers of
  // the last response are freed, too.
  void Schedule();

 private:
  boost::asio::strand<boost::asio::any_io_executor> strand_;
  boost::asio::steady_timer timer_;  // On strand_ only.
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_MEMORY_TRIMMER_H_
